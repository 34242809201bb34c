"""Marketing blasts and how far each message got."""
