"""Organizations, their companies and their people."""
