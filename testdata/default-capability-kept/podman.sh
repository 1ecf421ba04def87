# AUDIT_WRITE is one of Docker's defaults and not of Podman's.
podman run --cap-drop=all --cap-add=AUDIT_WRITE a:1
# expect: default-capability-kept AUDIT_WRITE
docker run --cap-drop=all --cap-add=AUDIT_WRITE a:1
