FROM debian:12
COPY server /server
