FROM debian:12
ARG SERVICE_USER
# expect: unresolved-value $SERVICE_USER
USER $SERVICE_USER
