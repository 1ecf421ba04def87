FROM debian:12
USER 1000
LABEL summary="never start it with docker run --privileged"
# expect: privileged --privileged
LABEL RUN docker run --privileged IMAGE
