# The label's command starts this image: what the image says is told once, at its stage; what the command says, at the command.
# expect: runs-as-root debian:12
FROM debian:12
LABEL RUN="docker run --cap-drop=ALL IMAGE"
# expect: runs-as-root root
LABEL INSTALL="docker run --cap-drop=ALL --user root IMAGE"
LABEL UNINSTALL="docker run --cap-drop=ALL --user 1000 IMAGE"
