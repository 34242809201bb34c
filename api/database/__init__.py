"""Everything between the service and PostgreSQL: the embedded server, URLs and pools."""
