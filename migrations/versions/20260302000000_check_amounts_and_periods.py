"""What must never be false of the baseline's tables is refused from here on.

Rows of before are checked by the next revision.
"""

from migrations.checks import CHECKS, checks_to_add
from migrations.sql import run_alone

revision = "20260302000000_check_amounts_and_periods"
down_revision = "20260301050000_contract_to_organizations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_alone(*checks_to_add())


def downgrade() -> None:
    run_alone(
        *(
            f"alter table {table} drop constraint if exists ck_{table}_{name}"
            for table, name, _ in CHECKS
        )
    )
