FROM debian:12
EXPOSE 443
USER app
# expect: root-for-low-port sudo
ENTRYPOINT ["sudo", "/srv/server"]
