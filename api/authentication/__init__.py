"""Who asks: bearer tokens, how they are checked, and how they are made for development."""
