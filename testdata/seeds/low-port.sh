docker run --cap-drop=ALL --cap-add=NET_BIND_SERVICE -p 80:80 example/web:1
