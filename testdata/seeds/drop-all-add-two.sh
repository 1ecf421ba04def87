# The pattern: nothing but what an entrypoint needs that changes its user.
docker run --cap-drop=all --cap-add=setuid --cap-add=setgid example/web:1
