FROM debian:12
RUN <<EOF
# expect: file-capabilities-blocked cap_net_raw
setcap 'cap_net_raw=ep cap_chown-p' /usr/bin/ping
EOF
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
