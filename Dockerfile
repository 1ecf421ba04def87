# dropcap alone in an image: `docker build -t dropcap .`, then what the label says (`podman container runlabel RUN dropcap`).
FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends g++ cmake ninja-build libyaml-cpp-dev nlohmann-json3-dev libcli11-dev libfmt-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cmake --preset release && cmake --build --preset release --target dropcap

FROM scratch
COPY --from=build /src/build/release/dropcap /dropcap
USER 65534:65534
WORKDIR /src
LABEL RUN="docker run --rm --cap-drop=ALL --security-opt=no-new-privileges --read-only --network=none -v .:/src:ro IMAGE"
ENTRYPOINT ["/dropcap"]
