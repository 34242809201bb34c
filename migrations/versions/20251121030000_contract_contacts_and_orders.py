"""The old names end: the views, and the legacy tables behind them.

Every legacy row is in orders or analytics_events since the switch. The downgrade makes the old
names again from there.
"""

from migrations.compatibility import (
    END_FOLDING,
    END_LEGACY_VIEWS,
    FOLDING,
    LEAD_AND_ORDER_VIEWS,
    LEGACY_TABLES,
    LEGACY_VIEWS,
)
from migrations.sql import run

revision = "20251121030000_contract_contacts_and_orders"
down_revision = "20251121020000_switch_to_orders_and_analytics_events"
branch_labels = None
depends_on = None

# headgate: allow-file HG303, HG417, HG418 because no client of the old names is left and every row is in the new tables


def upgrade() -> None:
    run(END_LEGACY_VIEWS + END_FOLDING)
    run("""
        drop view "Order";
        drop view "Lead";
        drop table legacy_daily_attendance;
        drop table legacy_high_ticket_sales;
    """)


def downgrade() -> None:
    run(LEAD_AND_ORDER_VIEWS + LEGACY_TABLES + FOLDING)
    run("""
        alter table high_ticket_sales rename to legacy_high_ticket_sales;
        alter table daily_attendance rename to legacy_daily_attendance;
        select setval('high_ticket_sales_id_seq', max(high_ticket_sale_id)) from orders;
        select setval('daily_attendance_id_seq', max(daily_attendance_id)) from analytics_events;
    """)
    run(LEGACY_VIEWS)
    run("""
        insert into legacy_high_ticket_sales
               (id, created_at, lead_id, product_name, amount, sold_on, status)
        overriding system value
        select id, created_at, lead_id, product_name, amount, sold_on, status from high_ticket_sales;
        insert into legacy_daily_attendance (id, lead_id, day, attended_at)
        overriding system value
        select id, lead_id, day, attended_at from daily_attendance;
    """)
