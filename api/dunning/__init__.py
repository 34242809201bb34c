"""Dunning: recovering failed payments by e-mail."""
