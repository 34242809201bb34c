"""GraphQL over WebSocket: the protocol graphql-transport-ws, and the events of subscriptions."""
