FROM debian:12
RUN ["setcap", "cap_net_raw-ep", "/usr/bin/ping"]
RUN setcap -r /usr/bin/tcpdump
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
