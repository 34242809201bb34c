"""Rows written before the mirroring began go into orders and analytics_events.

The backfill skips what is there already and can be run again. It locks no more than the rows it
writes.
"""

from migrations.sql import run

revision = "20251121010000_backfill_orders_and_analytics_events"
down_revision = "20251121002000_mirror_legacy_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        select fold_high_ticket_sale(id, created_at, lead_id, product_name, amount, sold_on, status)
          from high_ticket_sales as sale
         where not exists (select from orders where orders.high_ticket_sale_id = sale.id)
         order by id;
        select fold_daily_attendance(id, lead_id, day, attended_at)
          from daily_attendance as attendance
         where not exists (
                 select from analytics_events
                   where analytics_events.daily_attendance_id = attendance.id)
         order by id;
    """)


def downgrade() -> None:
    """What was folded stays: the mirroring of the revision before keeps it right."""
