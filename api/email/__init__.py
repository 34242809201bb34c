"""E-mail campaigns, events and payments."""
