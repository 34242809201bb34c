"""The tables of Headgate, one module per domain; nothing here acts."""

from models import (
    affiliates,
    blasts,
    dunning,
    email,
    imports,
    orders,
    storefront,
    support,
    tenancy,
)
from models.base import Table, comment_tables

comment_tables()

metadata = Table.metadata

__all__ = [
    "Table",
    "affiliates",
    "blasts",
    "dunning",
    "email",
    "imports",
    "metadata",
    "orders",
    "storefront",
    "support",
    "tenancy",
]
