# syntax=docker/dockerfile:1
ARG BASE=debian:12
FROM ${BASE} AS build
RUN --mount=type=cache,target=/x [ -f "$A" ] && \
    # a comment

    cat <<-"END" >/etc/motd && true
	it's "quoted
	END
healthcheck --interval=5s CMD ["true"]
FROM build
USER 1000
