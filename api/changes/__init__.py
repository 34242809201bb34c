"""What changes in the database: heard from its notifications, told to who watches it."""
