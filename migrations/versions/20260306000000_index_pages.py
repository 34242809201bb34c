"""A page of the rows that one row owns is read from an index in the page's own order.

Those that are many: without it, the first fifty recipients of a blast cost as much as all of them.
"""

from migrations.sql import build_index, drop_index

revision = "20260306000000_index_pages"
down_revision = "20260305010000_index_default_orders"
branch_labels = None
depends_on = None

PAGES = (
    ("affiliate_conversions", "link_id", "converted_at"),
    ("blast_recipients", "blast_id", "id"),
    ("email_sends", "campaign_id", "id"),
    ("event_tickets", "event_id", "ticket_number"),
    ("funnel_sessions", "funnel_id", "last_activity_at"),
    ("order_items", "product_id", "id"),
    ("usage_logs", "merchant_id", "id"),
)
REPLACED = (("affiliate_conversions", "link_id"), ("order_items", "product_id"))


def upgrade() -> None:
    for table, owner, order in PAGES:
        build_index(_name(table, owner, order), f"{table} ({owner}, {order})")
    for table, owner in REPLACED:
        drop_index(_name(table, owner))


def downgrade() -> None:
    for table, owner in REPLACED:
        build_index(_name(table, owner), f"{table} ({owner})")
    for table, owner, order in PAGES:
        drop_index(_name(table, owner, order))


def _name(*parts: str) -> str:
    return f"ix_{'_'.join(parts)}"
