# expect: unconfined-seccomp unconfined
docker run --cap-drop=ALL --security-opt seccomp=unconfined example/web:1
