FROM debian:12
USER 1000
LABEL summary="docker run --privileged IMAGE is never needed"
# expect: privileged --privileged
LABEL RUN docker run --privileged IMAGE
