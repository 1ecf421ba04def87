FROM debian:12
USER 1000
# expect: dangerous-capability SYS_PTRACE
# expect: unconfined-seccomp unconfined
LABEL devcontainer.metadata='[{"privileged":false},{"capAdd":["SYS_PTRACE","CHOWN"],"securityOpt":["seccomp=unconfined"]}]'
