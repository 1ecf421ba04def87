# The last USER is fine, the label's is not.
FROM debian:12
USER 1000
LABEL RUN="docker run --cap-drop=ALL IMAGE"
# expect: runs-as-root 0
LABEL INSTALL="docker run --cap-drop=ALL --user 0 IMAGE"
