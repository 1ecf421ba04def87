FROM debian:12
# expect: file-capabilities-blocked cap_net_bind_service
RUN setcap cap_net_bind_service+ep /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
