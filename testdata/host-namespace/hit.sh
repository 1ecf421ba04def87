# expect: host-namespace host
docker run --cap-drop=ALL --pid host example/agent:1
