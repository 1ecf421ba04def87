FROM debian:12
ARG FILE_CAPABILITY
RUN setcap "$FILE_CAPABILITY+ep" /usr/bin/server
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
