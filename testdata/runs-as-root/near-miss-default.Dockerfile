FROM debian:12
ARG SERVICE_USER
USER ${SERVICE_USER:-1000}
CMD ["sh", "-c", "sudo /srv/server"]
