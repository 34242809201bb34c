"""What PostgreSQL does for an operation: locks, rewrites, scans, index builds, refusals."""
