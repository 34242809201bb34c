"""Storefronts: sites, pages, visits, leads and carts."""
