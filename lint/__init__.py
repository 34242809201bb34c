"""The migration linter: what a schema change does to a running PostgreSQL, and if it is safe."""
