"""The GraphQL endpoint: from an HTTP request to the bytes of its answer."""
