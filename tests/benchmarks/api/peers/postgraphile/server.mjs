// PostGraphile over Headgate's tables, as its documentation sets it up for production: grafserv on
// Node's own HTTP server, the Amber preset, no watching, no explaining, no GraphiQL. Each request is
// a transaction that acts as headgate_app for one organization, by pgSettings.
import { createServer } from "node:http";
import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import jwt from "jsonwebtoken";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

import { RelationsPlugin } from "./tags.mjs";

const { DATABASE_URL, PORT, TOKEN_SECRET, POOL_SIZE } = process.env;
const CHECKS = { algorithms: ["HS256"], issuer: "headgate", audience: "headgate" };

const preset = {
  extends: [PostGraphileAmberPreset, PgAggregatesPreset],
  plugins: [RelationsPlugin],
  pgServices: [
    makePgService({
      connectionString: DATABASE_URL,
      schemas: ["public"],
      pubsub: false,
      poolConfig: { max: Number(POOL_SIZE) },
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false },
  grafast: {
    explain: false,
    context(requestContext) {
      const [, token] = (requestContext.node.req.headers.authorization ?? "").split(" ");
      const claims = jwt.verify(token, TOKEN_SECRET, CHECKS);
      return {
        pgSettings: {
          role: "headgate_app",
          "headgate.organization_id": claims.organization_id,
          transaction_read_only: "on",
        },
      };
    },
  },
};

const server = createServer();
const instance = postgraphile(preset).createServ(grafserv);
await instance.addTo(server);
server.listen(Number(PORT), "127.0.0.1");
