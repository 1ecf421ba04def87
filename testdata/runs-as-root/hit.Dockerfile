FROM debian:12 AS build
USER 1000
FROM debian:12
USER 1000
RUN true
# expect: runs-as-root root
USER root:root
