"""Carts know the landing page they came from, and visits to landing pages are kept."""

from migrations.sql import run

revision = "20260102215624_add_landing_page_cart_integration"
down_revision = "20251231201625_add_cart_and_session_partial_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type cart_source_type as enum ('DIRECT', 'LANDING_PAGE', 'FUNNEL', 'EMAIL');
        create type landing_page_session_status
          as enum ('ACTIVE', 'CONVERTED', 'ABANDONED', 'EXPIRED');
        create table landing_page_sessions (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          landing_page_id uuid not null,
          session_token text not null,
          visitor_id text,
          ip_address_hash text,
          user_agent text,
          referrer text,
          device_type text,
          browser text,
          os text,
          utm_source text,
          utm_medium text,
          utm_campaign text,
          utm_term text,
          utm_content text,
          cart_id uuid,
          order_id bigint,
          status landing_page_session_status not null default 'ACTIVE',
          started_at timestamptz not null default now(),
          last_activity_at timestamptz not null default now(),
          converted_at timestamptz,
          abandoned_at timestamptz,
          constraint pk_landing_page_sessions primary key (id),
          constraint fk_landing_page_sessions_cart_id
            foreign key (cart_id) references carts (id) on delete set null,
          constraint fk_landing_page_sessions_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_landing_page_sessions_landing_page_id
            foreign key (landing_page_id) references landing_pages (id) on delete cascade,
          constraint fk_landing_page_sessions_order_id
            foreign key (order_id) references orders (id) on delete set null,
          constraint uq_landing_page_sessions_cart_id unique (cart_id),
          constraint uq_landing_page_sessions_session_token unique (session_token)
        );
        create index ix_landing_page_sessions_company_id_converted_at
          on landing_page_sessions (company_id, converted_at);
        create index ix_landing_page_sessions_company_id_started_at
          on landing_page_sessions (company_id, started_at);
        create index ix_landing_page_sessions_landing_page_id_started_at
          on landing_page_sessions (landing_page_id, started_at);
        create index ix_landing_page_sessions_landing_page_id_status
          on landing_page_sessions (landing_page_id, status);
        create index ix_landing_page_sessions_order_id on landing_page_sessions (order_id);
        create index ix_landing_page_sessions_status on landing_page_sessions (status);
        create table inventory_holds (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          product_id bigint not null,
          cart_id uuid not null,
          quantity integer not null,
          expires_at timestamptz not null,
          released_at timestamptz,
          created_at timestamptz not null default now(),
          constraint pk_inventory_holds primary key (id),
          constraint ck_inventory_holds_quantity_positive check (quantity > 0),
          constraint fk_inventory_holds_cart_id
            foreign key (cart_id) references carts (id) on delete cascade,
          constraint fk_inventory_holds_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_inventory_holds_product_id
            foreign key (product_id) references products (id) on delete cascade
        );
        create index ix_inventory_holds_cart_id on inventory_holds (cart_id);
        create index ix_inventory_holds_company_id on inventory_holds (company_id);
        create index ix_inventory_holds_expires_at on inventory_holds (expires_at)
          where released_at is null;
        create index ix_inventory_holds_product_id on inventory_holds (product_id);

        alter table carts
          add column landing_page_id uuid
            constraint fk_carts_landing_page_id references landing_pages (id) on delete set null,
          add column source_type cart_source_type not null default 'DIRECT';
    """)


def downgrade() -> None:
    run("""
        alter table carts drop column source_type, drop column landing_page_id;
        drop table inventory_holds;
        drop table landing_page_sessions;
        drop type landing_page_session_status;
        drop type cart_source_type;
    """)
