FROM debian:12 AS disk
# expect: privileged-build insecure
RUN --security="insecure" /usr/local/bin/make-disk-image
FROM debian:12 AS unused
RUN --security=insecure /usr/local/bin/make-another
FROM scratch
COPY --from=disk /disk.img /
USER 1000
