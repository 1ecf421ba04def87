FROM debian:12
ENV PORTS="8080 443"
# expect: root-for-low-port $PORTS
EXPOSE $PORTS
