"""The affiliate program: partners, clicks, what they earn."""
