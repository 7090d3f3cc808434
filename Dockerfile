# The program with its native driver compiled; configuration by environment, see .env.example. Who wants the very same base
# with every build names it by its digest: node:20-bookworm@sha256:...
FROM node:20-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
COPY src src
COPY data data
RUN npm ci && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/data data
RUN mkdir /var/lib/clientferry && chown node:node /var/lib/clientferry
USER node
ENV HOST=0.0.0.0 DATA_DIR=/var/lib/clientferry
EXPOSE 4400
HEALTHCHECK --start-period=10s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4400}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["serve"]
