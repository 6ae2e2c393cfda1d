# vpce-lint in a container, without root: docker run --rm -v "$PWD:/work" IMAGE .
FROM node:24-slim AS build
WORKDIR /build
COPY . .
# With what the build needs and no more.
RUN node scripts/prepare.mjs
RUN mkdir packed && npm pack --ignore-scripts --pack-destination packed
RUN npm install --global --prefix /opt/vpce-lint --ignore-scripts --no-audit --no-fund ./packed/*.tgz
# Compiled code is kept beside the package, where nobody may write later.
RUN for input in fixtures/quickstart/plan.json fixtures/quickstart; do \
      /opt/vpce-lint/bin/vpce-lint "$input" --no-config --fail-on never > /dev/null; \
    done

FROM node:24-slim
COPY --from=build /opt/vpce-lint /opt/vpce-lint
ENV PATH=/opt/vpce-lint/bin:$PATH
USER node
WORKDIR /work
ENTRYPOINT ["vpce-lint"]
CMD ["."]
