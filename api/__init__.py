"""The GraphQL service over the schema of `models`."""
