# The program with its native driver compiled; configuration by environment, see .env.example.
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
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["serve"]
