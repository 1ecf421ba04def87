FROM debian:12
# expect: file-capabilities-blocked cap_net_raw
RUN setcap cap_net_raw=ep /usr/bin/ping
USER 1000
LABEL RUN="docker run --cap-drop=ALL --cap-add=NET_RAW --security-opt no-new-privileges IMAGE"
