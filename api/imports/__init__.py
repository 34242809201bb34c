"""Product imports and what they store."""
