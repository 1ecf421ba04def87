# expect: contradictory-capabilities all
podman run --cap-add=all --cap-drop=all a:1
