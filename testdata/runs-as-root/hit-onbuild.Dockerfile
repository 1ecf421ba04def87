FROM debian:12 AS base
USER 1000
# expect: runs-as-root root
ONBUILD USER root
FROM base
CMD ["/srv/server"]
