# expect: unneeded-net-bind-service NET_BIND_SERVICE
docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE -p 80:8080 example/web:1
