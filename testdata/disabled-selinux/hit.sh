# expect: disabled-selinux label=disable
podman run --cap-drop=ALL --security-opt label=disable example/web:1
