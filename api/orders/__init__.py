"""Contacts, products, orders, what contacts did, and the ads that brought them."""
