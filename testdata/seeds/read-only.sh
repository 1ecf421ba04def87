# Hardened in every way but one.
# expect: missing-drop-all docker run
docker run --read-only --tmpfs /tmp --security-opt=no-new-privileges -p 80:80 example/web:1
