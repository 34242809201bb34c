"""The rows of before are checked while everyone reads and writes."""

from migrations.checks import CHECKS, checks_to_add
from migrations.sql import run_alone

revision = "20260302010000_validate_checks"
down_revision = "20260302000000_check_amounts_and_periods"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_alone(
        *(f"alter table {table} validate constraint ck_{table}_{name}" for table, name, _ in CHECKS)
    )


def downgrade() -> None:
    run_alone(*checks_to_add())
