FROM debian:12
RUN setcap cap_no_such_thing+ep /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
