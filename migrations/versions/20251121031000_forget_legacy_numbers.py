"""The numbers that tied orders and events to the legacy tables go.

The downgrade numbers them anew, in the order of their ids.
"""

from migrations.sql import build_index, run, run_alone

revision = "20251121031000_forget_legacy_numbers"
down_revision = "20251121030000_contract_contacts_and_orders"
branch_labels = None
depends_on = None

NUMBER_SALES = """
update orders set high_ticket_sale_id = numbered.number
  from (select id, row_number() over (order by id) as number
          from orders where order_source = 'high_ticket') as numbered
 where numbered.id = orders.id"""
NUMBER_ATTENDANCES = """
update analytics_events set daily_attendance_id = numbered.number
  from (select id, row_number() over (order by id) as number
          from analytics_events
         where type = 'analytics' and name ~ '^Attended_Day_[0-9]+$') as numbered
 where numbered.id = analytics_events.id"""


def upgrade() -> None:
    run("""
        -- headgate: allow HG301 because only the views that the contract dropped read the numbers
        alter table analytics_events drop column daily_attendance_id;
        -- headgate: allow HG301 because only the views that the contract dropped read the numbers
        alter table orders drop column high_ticket_sale_id;
    """)


def downgrade() -> None:
    run_alone(
        "alter table orders add column if not exists high_ticket_sale_id bigint",
        "alter table analytics_events add column if not exists daily_attendance_id bigint",
        NUMBER_SALES,
        NUMBER_ATTENDANCES,
        "alter table analytics_events"
        " drop constraint if exists uq_analytics_events_daily_attendance_id",
    )
    build_index("uq_orders_high_ticket_sale_id", "orders (high_ticket_sale_id)", unique=True)
    build_index(
        "uq_analytics_events_daily_attendance_id",
        "analytics_events (daily_attendance_id)",
        unique=True,
    )
    run_alone(
        "alter table analytics_events add constraint uq_analytics_events_daily_attendance_id"
        " unique using index uq_analytics_events_daily_attendance_id"
    )
