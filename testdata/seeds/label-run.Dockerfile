# The label in its old form, key and value separated by a blank; the dollar is escaped so that the image's name is filled in later.
FROM debian:12
USER 1000
LABEL RUN /usr/bin/docker run -d --cap-drop=all --cap-add=setuid --cap-add=setgid \${IMAGE} sleep 10
