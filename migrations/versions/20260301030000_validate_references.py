"""The rows of before are checked against the new references while everyone reads and writes."""

from migrations.sql import run_alone
from migrations.tenancy import (
    CASCADING,
    DEFERRED,
    UNREFERENCED,
    WITHOUT_ORGANIZATION,
    reference_name,
    references_to_add,
)

revision = "20260301030000_validate_references"
down_revision = "20260301020000_reference_within_organizations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_alone(
        *(
            f"alter table {table} validate constraint fk_{table}_organization_id"
            for table in WITHOUT_ORGANIZATION
            if table not in UNREFERENCED
        ),
        *(
            f"alter table {table} validate constraint {reference_name(table, column)}"
            for table, column, _ in CASCADING + DEFERRED
        ),
    )


def downgrade() -> None:
    run_alone(*references_to_add())
