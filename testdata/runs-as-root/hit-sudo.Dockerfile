FROM debian:12
USER app
# expect: runs-as-root sudo
ENTRYPOINT ["/usr/bin/tini", "--", "sudo", "-E", "/srv/server"]
