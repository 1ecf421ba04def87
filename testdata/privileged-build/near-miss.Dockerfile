# syntax=docker/dockerfile:1
FROM debian:12
RUN --security=sandbox make
RUN echo --security=insecure
USER 1000
