# expect: sys-admin SYS_ADMIN
docker run --cap-drop ALL --cap-add SYS_ADMIN a:1
# expect: sys-admin SYS_ADMIN
docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE --cap-add=SYS_ADMIN a:1
