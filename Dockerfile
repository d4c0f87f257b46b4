# A static binary and nothing else: no root, no network, no writable root file
# system. docs/container.md says how to run it.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY . .
ARG VERSION=
# Modules come from vendor where there is one (go mod vendor), and the build
# needs no network; else they are fetched, and kept for the next build.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/daybreak ./cmd/daybreak
RUN mkdir -p /roots/config /roots/state /volumes/config/daybreak /volumes/state/daybreak \
    && chmod 700 /volumes/config/daybreak /volumes/state/daybreak

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/daybreak /daybreak
# The folders above the volumes are root's: what is another user's is not trusted.
COPY --from=build /roots /
COPY --from=build --chown=65532:65532 /volumes/config/ /config/
COPY --from=build --chown=65532:65532 /volumes/state/ /state/
# The session bus is looked for at /run/session/bus.
ENV XDG_CONFIG_HOME=/config XDG_STATE_HOME=/state XDG_RUNTIME_DIR=/run/session LANG=C.UTF-8
VOLUME ["/config/daybreak", "/state/daybreak"]
USER 65532:65532
ENTRYPOINT ["/daybreak"]
CMD ["run"]
HEALTHCHECK --interval=5m --timeout=10s --start-period=30s --retries=2 CMD ["/daybreak", "status", "--health"]
