# expect: unresolved-value $MODE
docker run --cap-drop=ALL --user 1000 --network "$MODE" example/web:1
