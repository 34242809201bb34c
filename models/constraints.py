"""The constraints and indexes that tables are declared with.

**Tenancy.** A tenant's row carries `organization_id`. PostgreSQL checks foreign keys without
looking at row-level security, so a plain foreign key would let one organization point at another's
row. Every reference between tenant tables therefore includes the organization: `belongs_to`.
"""

from typing import Literal

import sqlalchemy as sa

OnDelete = Literal["CASCADE", "SET NULL", "NO ACTION"]


def tenant(*key: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what makes a table a tenant's: its organization, and a key for references to it."""
    return (
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], ondelete="CASCADE"),
        unique_index("organization_id", *(key or ("id",))),
    )


def belongs_to(
    target: str, column_name: str, on_delete: OnDelete = "CASCADE"
) -> tuple[sa.ForeignKeyConstraint, ...]:
    """Return the foreign keys by which a tenant's row points at another row of the same tenant.

    `SET NULL` on the pair would also null the organization, and PostgreSQL 14 cannot name the one
    column to null. So a plain key nulls, and a second key on the pair keeps the tenant. What does
    not cascade is checked at commit: deleting an organization deletes both ends, in either order.
    """
    pair = ["organization_id", column_name]
    target_pair = [f"{target}.organization_id", f"{target}.id"]
    if on_delete == "CASCADE":
        return (sa.ForeignKeyConstraint(pair, target_pair, ondelete="CASCADE"),)
    tenant_key = sa.ForeignKeyConstraint(pair, target_pair, deferrable=True, initially="DEFERRED")
    if on_delete == "NO ACTION":
        return (tenant_key,)
    return (
        sa.ForeignKeyConstraint([column_name], [f"{target}.id"], ondelete="SET NULL"),
        tenant_key,
    )


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a check constraint by its short name."""
    return sa.CheckConstraint(condition, name=name)


def not_negative(*names: str) -> tuple[sa.CheckConstraint, ...]:
    """Return a check for each column that it is never below zero."""
    return tuple(check(f"{name}_not_negative", f"{name} >= 0") for name in names)


def is_currency() -> sa.CheckConstraint:
    """Return the check that `currency` holds an ISO 4217 code."""
    return check("currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'")


def index(*names: str, where: str | None = None, name: str | None = None) -> sa.Index:
    """Return an index, partial when `where` is given, named by the convention unless told."""
    return sa.Index(name, *names, postgresql_where=None if where is None else sa.text(where))


def unique_index(*names: str, where: str | None = None) -> sa.Index:
    """Return a unique index, which unlike a constraint can be built while the table is in use."""
    condition = None if where is None else sa.text(where)
    return sa.Index(None, *names, unique=True, postgresql_where=condition)
