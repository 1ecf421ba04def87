echo nothing above tells why

# expect: unjustified-capability SETUID
docker run --cap-drop=ALL --cap-add SETUID example/web:1
