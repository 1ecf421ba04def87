FROM debian:12
RUN setcap cap_net_bind_service+ep /usr/bin/server
USER 1000
