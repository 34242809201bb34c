"""A row can point only at rows of its own organization; rows of before are checked later.

PostgreSQL checks foreign keys without looking at row-level security, so the organization is part of
every key.
"""

from migrations.sql import run_alone
from migrations.tenancy import (
    CASCADING,
    DEFERRED,
    WITHOUT_ORGANIZATION,
    reference_name,
    references_to_add,
)

revision = "20260301020000_reference_within_organizations"
down_revision = "20260301010000_index_organizations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_alone(*references_to_add())


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
