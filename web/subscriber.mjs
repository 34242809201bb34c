// Follows SUBSCRIBED_DOCUMENT at SUBSCRIBED_URL with the client that frontends use, as the holder of
// SUBSCRIBED_TOKEN; prints each event as a line of JSON, and in the end how the socket was closed.

import { createClient } from 'graphql-ws';

const { SUBSCRIBED_URL, SUBSCRIBED_TOKEN, SUBSCRIBED_DOCUMENT, SUBSCRIBED_EVENTS } = process.env;
const print = (line) => console.log(JSON.stringify(line));

const client = createClient({
  url: SUBSCRIBED_URL,
  connectionParams: { authorization: `Bearer ${SUBSCRIBED_TOKEN}` },
  retryAttempts: 0,
  keepAlive: 200,
  on: {
    closed: ({ code, reason, wasClean }) => print({ closed: { code, reason, wasClean } }),
    pong: (received) => received && print({ pong: true }),
  },
});

let left = Number(SUBSCRIBED_EVENTS);
try {
  for await (const event of client.iterate({ query: SUBSCRIBED_DOCUMENT })) {
    print({ event });
    left -= 1;
    if (left === 0) break;
  }
  print({ complete: true });
} catch (error) {
  print({ error: Array.isArray(error) ? error : { code: error.code, reason: error.reason } });
}
await client.dispose();
