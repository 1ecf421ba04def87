FROM debian:12
USER 1000
LABEL io.containers.capabilities="CHOWN,SETUID"
# expect: missing-drop-all RUN
LABEL RUN="docker run IMAGE" INSTALL="podman run IMAGE"
