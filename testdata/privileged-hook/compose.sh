# expect: privileged-hook --privileged
docker compose -f compose.yaml exec --privileged web /bin/prepare
docker-compose exec web /bin/prepare --privileged
