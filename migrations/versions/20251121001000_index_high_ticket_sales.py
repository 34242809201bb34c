"""An order is made of a high-ticket sale once."""

from migrations.sql import build_index, drop_index

revision = "20251121001000_index_high_ticket_sales"
down_revision = "20251121000000_expand_contacts_and_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("uq_orders_high_ticket_sale_id", "orders (high_ticket_sale_id)", unique=True)


def downgrade() -> None:
    drop_index("uq_orders_high_ticket_sale_id")
