FROM debian:12
RUN setcap cap_net_bind_service+p /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE IMAGE"
