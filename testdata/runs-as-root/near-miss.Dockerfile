FROM debian:12 AS build
USER root
FROM build
RUN make install
USER 10001:0
