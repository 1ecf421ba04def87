FROM debian:12
# expect: syntax FORM
FORM debian:13
# expect: syntax run=docker run --privileged IMAGE
LABEL run=docker run --privileged IMAGE
# expect: syntax --user
CMD --user app
# expect: syntax http
EXPOSE http
# expect: syntax RUN <<SCRIPT
RUN <<SCRIPT
USER root
