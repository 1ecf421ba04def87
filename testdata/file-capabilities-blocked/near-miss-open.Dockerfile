# Whether the capability is dropped nobody knows, or somebody switches off what would stand in its way.
FROM debian:12
RUN setcap cap_chown+ep /usr/bin/server && setcap cap_no_such_thing+ep /usr/bin/other
USER 1000
LABEL RUN="docker run --cap-drop=\${OPT1} IMAGE"
# expect: missing-drop-all INSTALL
LABEL INSTALL="docker run --security-opt no-new-privileges=false IMAGE"
# Root has its capabilities anyway.
# expect: missing-drop-all UNINSTALL
LABEL UNINSTALL="docker run --user 0 --security-opt no-new-privileges IMAGE"
