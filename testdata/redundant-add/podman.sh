# NET_RAW is no default of Podman's.
# expect: missing-drop-all podman run
# expect: net-raw NET_RAW
podman run --cap-add=NET_RAW --name web a:1
