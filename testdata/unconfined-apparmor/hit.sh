# expect: unconfined-apparmor apparmor=unconfined
podman run --cap-drop=ALL --security-opt=apparmor=unconfined example/web:1
