# Nothing said: Docker gives its fourteen defaults.
# expect: missing-drop-all docker run
docker run --detach example/web:1
