# expect: all-capabilities ALL
docker run --cap-drop=ALL --cap-add=ALL a:1
# Podman refuses the two together: nothing is granted.
# expect: contradictory-capabilities ALL
podman run --cap-add=ALL --cap-drop=ALL a:1
