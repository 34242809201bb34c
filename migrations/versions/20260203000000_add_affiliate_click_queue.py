"""A queue that takes in clicks fast, before they are judged."""

from migrations.sql import run

revision = "20260203000000_add_affiliate_click_queue"
down_revision = "20260131200000_add_affiliate_program"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type click_queue_status
          as enum ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'DUPLICATE');
        create table affiliate_click_queue (
          id bigint generated always as identity,
          company_id uuid not null,
          partner_id uuid,
          link_id uuid,
          link_code text not null,
          visitor_id text,
          ip_address_hash text,
          user_agent text,
          referrer text,
          landing_url text,
          sub_id1 text,
          sub_id2 text,
          sub_id3 text,
          sub_id4 text,
          sub_id5 text,
          country text,
          region text,
          city text,
          device_type text,
          browser text,
          os text,
          status click_queue_status not null default 'PENDING',
          retry_count integer not null default 0,
          error_message text,
          clicked_at timestamptz not null default now(),
          queued_at timestamptz not null default now(),
          processed_at timestamptz,
          constraint pk_affiliate_click_queue primary key (id),
          constraint ck_affiliate_click_queue_retry_count_not_negative check (retry_count >= 0)
        );
        create index ix_affiliate_click_queue_company_id_queued_at
          on affiliate_click_queue (company_id, queued_at);
        create index ix_affiliate_click_queue_queued_at on affiliate_click_queue (queued_at);
        create index ix_affiliate_click_queue_status_queued_at
          on affiliate_click_queue (status, queued_at);
    """)


def downgrade() -> None:
    run("""
        drop table affiliate_click_queue;
        drop type click_queue_status;
    """)
