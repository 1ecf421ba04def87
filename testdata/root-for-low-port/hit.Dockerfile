FROM debian:12
EXPOSE 80
# expect: root-for-low-port root
USER root
