FROM debian:12
# drops to the service user by itself
LABEL RUN="docker run --cap-drop=ALL \
  --cap-add=SETUID IMAGE"
