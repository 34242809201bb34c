"""The old names end: the views, the legacy tables behind them, and the numbers that tied them.

Every legacy row is in orders or analytics_events since the switch. The downgrade makes the old
names again from there; sales and attendances get new numbers.
"""

from migrations.compatibility import (
    END_FOLDING,
    END_LEGACY_VIEWS,
    FOLDING,
    LEAD_AND_ORDER_VIEWS,
    LEGACY_TABLES,
    LEGACY_VIEWS,
)
from migrations.sql import build_index, run

revision = "20251121030000_contract_contacts_and_orders"
down_revision = "20251121020000_switch_to_orders_and_analytics_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(END_LEGACY_VIEWS + END_FOLDING)
    run("""
        drop view "Order";
        drop view "Lead";
        drop table legacy_daily_attendance;
        drop table legacy_high_ticket_sales;
        alter table analytics_events drop column daily_attendance_id;
        alter table orders drop column high_ticket_sale_id;
    """)


def downgrade() -> None:
    run("""
        alter table orders add column high_ticket_sale_id bigint;
        alter table analytics_events add column daily_attendance_id bigint;
    """)
    build_index("uq_orders_high_ticket_sale_id", "orders (high_ticket_sale_id)", unique=True)
    build_index(
        "uq_analytics_events_daily_attendance_id",
        "analytics_events (daily_attendance_id)",
        unique=True,
    )
    run("""
        alter table analytics_events add constraint uq_analytics_events_daily_attendance_id
          unique using index uq_analytics_events_daily_attendance_id;
    """)
    run(LEAD_AND_ORDER_VIEWS + LEGACY_TABLES + FOLDING)
    run("""
        alter table high_ticket_sales rename to legacy_high_ticket_sales;
        alter table daily_attendance rename to legacy_daily_attendance;
        update orders set high_ticket_sale_id = nextval('high_ticket_sales_id_seq')
         where order_source = 'high_ticket';
        update analytics_events set daily_attendance_id = nextval('daily_attendance_id_seq')
         where type = 'analytics' and name ~ '^Attended_Day_[0-9]+$';
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
