# expect: unconfined-apparmor unconfined
podman run --cap-drop=ALL --security-opt=apparmor=unconfined example/web:1
