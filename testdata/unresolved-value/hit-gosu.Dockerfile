FROM debian:12
ARG SERVICE_USER
USER 1000
# expect: unresolved-value $SERVICE_USER
ENTRYPOINT exec gosu "$SERVICE_USER" /srv/server
