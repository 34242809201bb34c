"""One migration tool per module: how its files become migrations."""
