"""A row can point only at rows of its own organization; rows of before are checked later.

PostgreSQL checks foreign keys without looking at row-level security, so the organization is part of
every key.
"""

from migrations.sql import run_alone
from migrations.tenancy import (
    CASCADING,
    DEFERRED,
    UNREFERENCED,
    WITHOUT_ORGANIZATION,
    reference_name,
)

revision = "20260301020000_reference_within_organizations"
down_revision = "20260301010000_index_organizations"
branch_labels = None
depends_on = None

CASCADE = "on delete cascade"


def upgrade() -> None:
    run_alone(
        *(
            _add(
                table,
                f"fk_{table}_organization_id",
                "organization_id",
                "organizations (id)",
                CASCADE,
            )
            for table in WITHOUT_ORGANIZATION
            if table not in UNREFERENCED
        ),
        *(_add_reference(*reference, CASCADE) for reference in CASCADING),
        *(_add_reference(*reference, "deferrable initially deferred") for reference in DEFERRED),
    )


def downgrade() -> None:
    run_alone(
        *(
            f"alter table {table} drop constraint if exists {reference_name(table, column)}"
            for table, column, _ in CASCADING + DEFERRED
        ),
        *(
            f"alter table {table} drop constraint if exists fk_{table}_organization_id"
            for table in WITHOUT_ORGANIZATION
        ),
    )


def _add_reference(table: str, column: str, target: str, rule: str) -> str:
    """Return the statement that ties a column to a row of the same organization."""
    columns = f"organization_id, {column}"
    key = f"{target} (organization_id, id)"
    return _add(table, reference_name(table, column), columns, key, rule)


def _add(table: str, name: str, columns: str, key: str, rule: str) -> str:
    """Return the statement that adds a foreign key, also when an earlier try got this far."""
    return (
        f"alter table {table} drop constraint if exists {name},"
        f" add constraint {name} foreign key ({columns}) references {key} {rule} not valid"
    )
