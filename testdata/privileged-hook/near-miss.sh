docker exec web /bin/prepare --privileged
