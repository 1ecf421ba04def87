# Docker does not split at commas, Podman does.
# expect: unknown-capability CHOWN,SETUID
docker run --cap-drop=ALL --cap-add=CHOWN,SETUID a:1
podman run --cap-drop=all --cap-add=CHOWN,SETUID a:1
