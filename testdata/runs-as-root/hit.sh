# expect: runs-as-root 0
docker run --cap-drop=ALL --user 0 example/web:1
