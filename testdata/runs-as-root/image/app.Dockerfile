FROM debian:12 AS work
USER root
FROM debian:12
USER 1000:1000
