# expect: privileged --privileged
docker run --privileged example/agent:1
