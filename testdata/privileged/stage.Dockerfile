FROM debian:12 AS tools
LABEL RUN="docker run --privileged IMAGE"
FROM debian:12 AS base
USER 1000
# expect: privileged --privileged
ONBUILD LABEL DEBUG="docker run --privileged IMAGE"
FROM base
LABEL STOP="docker run --cap-drop=ALL IMAGE" description="docker run --privileged does not help"
LABEL description="stops it"
