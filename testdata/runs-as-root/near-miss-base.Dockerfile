FROM golang:1.24 AS build
RUN go build -o /server .
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /server /server
