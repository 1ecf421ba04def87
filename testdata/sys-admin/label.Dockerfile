FROM debian:12
USER 1000
# expect: sys-admin sys_admin
LABEL RUN="docker run --cap-drop=all --cap-add=sys_admin IMAGE"
