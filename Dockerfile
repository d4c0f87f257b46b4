# A static binary and nothing else. The container needs no root, no network and
# no writable root file system:
#
#   docker run --read-only --network none -v daybreak-config:/config -v daybreak-state:/state daybreak
#
# The config is /config/daybreak/config.yaml. With -t messages are printed;
# without a terminal they are held until a notification server can be reached.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/daybreak ./cmd/daybreak \
    && mkdir -p /out/config /out/state

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/daybreak /daybreak
COPY --from=build --chown=65532:65532 /out/config /config
COPY --from=build --chown=65532:65532 /out/state /state
ENV XDG_CONFIG_HOME=/config XDG_STATE_HOME=/state
VOLUME ["/config", "/state"]
USER nonroot
ENTRYPOINT ["/daybreak"]
CMD ["run"]
