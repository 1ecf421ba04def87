# drops to the service user by itself
docker run --cap-drop=ALL \
  --cap-add=SETUID --cap-add=SETGID \
  example/web:1
