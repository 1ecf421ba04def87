# expect: privileged-hook --privileged
docker exec --privileged web /bin/prepare
