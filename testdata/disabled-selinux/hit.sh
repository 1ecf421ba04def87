# expect: disabled-selinux disable
podman run --cap-drop=ALL --security-opt label=disable example/web:1
