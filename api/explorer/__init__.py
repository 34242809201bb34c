"""GraphiQL, from our own files: `web/` builds it into this package."""
