FROM debian:12
USER 1000
# expect: privileged true
LABEL devcontainer.metadata="{\"privileged\":true,\"init\":true}"
