"""Indexes for the lists that the API orders by time where nobody asks for another order.

They are those of the tables that grow with every visitor: without one, a list of a large table is
refused.
"""

from migrations.sql import build_index, drop_index

revision = "20260305010000_index_default_orders"
down_revision = "20260305000000_notify_of_changes"
branch_labels = None
depends_on = None

TIMES = (
    ("affiliate_conversions", "converted_at"),
    ("analytics_events", "timestamp"),
    ("carts", "created_at"),
    ("landing_page_sessions", "started_at"),
    ("leads", "created_at"),
    ("status_history", "changed_at"),
)


def upgrade() -> None:
    for table, time in TIMES:
        build_index(_name(table, time), f'{table} (organization_id, "{time}")')


def downgrade() -> None:
    for table, time in reversed(TIMES):
        drop_index(_name(table, time))


def _name(table: str, time: str) -> str:
    return f"ix_{table}_organization_id_{time}"
