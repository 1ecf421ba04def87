# NET_RAW and MKNOD are defaults of Docker's and not of Podman's.
# expect: missing-drop-all --cap-drop
# expect: ineffective-drop NET_RAW
podman run --cap-drop=NET_RAW --cap-drop=MKNOD a:1
# expect: missing-drop-all --cap-drop
docker run --cap-drop=NET_RAW --cap-drop=MKNOD a:1
