# syntax=docker/dockerfile:1
FROM debian:12
# expect: privileged-build insecure
RUN --security=insecure make-disk-image
USER 1000
