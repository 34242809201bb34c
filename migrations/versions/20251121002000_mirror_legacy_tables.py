"""Every write to high_ticket_sales and daily_attendance reaches orders and analytics_events too.

From here on the backfill can take its time: what it has not reached yet is old.
"""

from migrations.compatibility import END_FOLDING, END_MIRRORING, FOLDING, MIRRORING
from migrations.sql import run

revision = "20251121002000_mirror_legacy_tables"
down_revision = "20251121001000_index_high_ticket_sales"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(FOLDING + MIRRORING)


def downgrade() -> None:
    run(END_MIRRORING + END_FOLDING)
