FROM debian:12 AS build
USER 1000
# expect: runs-as-root debian:12
FROM debian:12
COPY --from=build /server /server
