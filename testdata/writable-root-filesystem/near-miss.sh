docker run --cap-drop=ALL --read-only --tmpfs /tmp example/web:1
