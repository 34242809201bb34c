"""The legacy tables make way for views over orders and analytics_events.

Old clients go on reading and writing the old names; what they write lands in the new tables. The
legacy tables stay, renamed, until the contract step. Nothing is switched while a row is missing.
"""

from migrations.compatibility import END_LEGACY_VIEWS, END_MIRRORING, LEGACY_VIEWS, MIRRORING
from migrations.sql import run

revision = "20251121020000_switch_to_orders_and_analytics_events"
down_revision = "20251121010000_backfill_orders_and_analytics_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        -- headgate: allow HG102 because writers wait while missing rows are counted, readers do not
        lock table high_ticket_sales, daily_attendance in share mode;
        do $$
        begin
          if exists (select from high_ticket_sales as sale
                      where not exists (select from orders where high_ticket_sale_id = sale.id))
             or exists (select from daily_attendance as attendance
                         where not exists (select from analytics_events
                                            where daily_attendance_id = attendance.id)) then
            raise exception 'legacy rows are not folded yet; run the backfill revision again';
          end if;
        end
        $$;
    """)
    run(END_MIRRORING)
    run("""
        alter table high_ticket_sales rename to legacy_high_ticket_sales;
        alter table daily_attendance rename to legacy_daily_attendance;
    """)
    run(LEGACY_VIEWS)


def downgrade() -> None:
    run("""
        -- What was written through the views goes back into the tables.
        delete from legacy_high_ticket_sales as legacy
         where not exists (select from high_ticket_sales as sale where sale.id = legacy.id);
        insert into legacy_high_ticket_sales
               (id, created_at, lead_id, product_name, amount, sold_on, status)
        overriding system value
        select id, created_at, lead_id, product_name, amount, sold_on, status from high_ticket_sales
        on conflict (id) do update
           set lead_id = excluded.lead_id, product_name = excluded.product_name,
               amount = excluded.amount, sold_on = excluded.sold_on, status = excluded.status;
        delete from legacy_daily_attendance as legacy
         where not exists (select from daily_attendance as attendance where attendance.id = legacy.id);
        insert into legacy_daily_attendance (id, lead_id, day, attended_at)
        overriding system value
        select id, lead_id, day, attended_at from daily_attendance
        on conflict (id) do update
           set lead_id = excluded.lead_id, day = excluded.day, attended_at = excluded.attended_at;
    """)
    run(END_LEGACY_VIEWS)
    run("""
        alter table legacy_daily_attendance rename to daily_attendance;
        alter table legacy_high_ticket_sales rename to high_ticket_sales;
    """)
    run(MIRRORING)
