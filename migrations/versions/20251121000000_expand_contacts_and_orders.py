"""Tables "Lead" and "Order" become contacts and orders; what replaces the legacy ones appears.

The old names live on as views that can be written to, put in place in the same transaction: a
client that knows only them notices nothing.
"""

from migrations.compatibility import LEAD_AND_ORDER_VIEWS
from migrations.sql import run

revision = "20251121000000_expand_contacts_and_orders"
down_revision = "20250108_create_campaign_stat_function"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        -- "Order" first, as those who write an order lock the two: the other way round, they and
        -- this revision could wait for each other.
        alter table "Order" rename to orders;
        alter sequence "Order_id_seq" rename to orders_id_seq;
        alter table "Lead" rename to contacts;
        alter sequence "Lead_id_seq" rename to contacts_id_seq;
        alter table orders add column high_ticket_sale_id bigint;
    """)
    run(LEAD_AND_ORDER_VIEWS)
    run("""
        create type analytics_event_type
          as enum ('lead', 'purchase', 'action', 'message', 'analytics');
        create table products (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          product_name text not null,
          clickfunnels_product_id bigint,
          keap_product_id bigint,
          description text,
          constraint pk_products primary key (id),
          constraint uq_products_clickfunnels_product_id unique (clickfunnels_product_id),
          constraint uq_products_keap_product_id unique (keap_product_id)
        );
        create table order_items (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          order_id bigint not null,
          product_id bigint not null,
          quantity bigint,
          amount numeric(12, 2),
          currency text,
          constraint pk_order_items primary key (id),
          constraint ck_order_items_amount_not_negative check (amount >= 0),
          constraint ck_order_items_quantity_positive check (quantity > 0),
          constraint fk_order_items_order_id
            foreign key (order_id) references orders (id) on delete cascade,
          constraint fk_order_items_product_id foreign key (product_id) references products (id)
        );
        create index ix_order_items_order_id on order_items (order_id);
        create index ix_order_items_product_id on order_items (product_id);
        create table analytics_events (
          id bigint generated always as identity,
          contact_id bigint,
          name text,
          value text,
          type analytics_event_type not null,
          timestamp timestamptz not null default now(),
          comment text,
          daily_attendance_id bigint,
          constraint pk_analytics_events primary key (id),
          constraint uq_analytics_events_daily_attendance_id unique (daily_attendance_id),
          constraint fk_analytics_events_contact_id
            foreign key (contact_id) references contacts (id) on delete cascade
        );
        create index ix_analytics_events_contact_id_timestamp
          on analytics_events (contact_id, timestamp);
        create table youtube_attendance (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          date date not null,
          platform text not null default 'YouTube',
          participant_count integer,
          constraint pk_youtube_attendance primary key (id),
          constraint ck_youtube_attendance_participant_count_not_negative
            check (participant_count >= 0),
          constraint ck_youtube_attendance_platform_is_youtube check (platform = 'YouTube'),
          constraint uq_youtube_attendance_date_platform unique (date, platform)
        );
        create table workflow_errors (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          workflow_name text not null,
          node_name text,
          execution_id text,
          message text not null,
          details jsonb,
          resolved_at timestamptz,
          constraint pk_workflow_errors primary key (id)
        );
    """)


def downgrade() -> None:
    run("""
        drop table workflow_errors;
        drop table youtube_attendance;
        drop table analytics_events;
        drop table order_items;
        drop table products;
        drop type analytics_event_type;
        drop view "Order";
        drop view "Lead";
        -- Sales that were mirrored from their own table are still there.
        delete from orders where high_ticket_sale_id is not null;
        alter table orders drop column high_ticket_sale_id;
        alter sequence orders_id_seq rename to "Order_id_seq";
        alter table orders rename to "Order";
        alter sequence contacts_id_seq rename to "Lead_id_seq";
        alter table contacts rename to "Lead";
    """)
