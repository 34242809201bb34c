"""One row per e-mail sent, from queueing to the click."""

from migrations.sql import run

revision = "20250108_create_email_sends"
down_revision = "20241224100000_add_cs_ai_usage_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create table email_sends (
          id uuid not null default gen_random_uuid(),
          campaign_id uuid,
          member_id uuid,
          organization_id uuid not null,
          email_address text not null,
          status text not null default 'pending',
          sendgrid_message_id text,
          sent_at timestamptz,
          delivered_at timestamptz,
          opened_at timestamptz,
          clicked_at timestamptz,
          bounced_at timestamptz,
          bounce_reason text,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_email_sends primary key (id),
          constraint ck_email_sends_status_known
            check (status in ('pending', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'failed')),
          constraint fk_email_sends_campaign_id
            foreign key (campaign_id) references campaigns (id) on delete cascade,
          constraint fk_email_sends_member_id
            foreign key (member_id) references members (id) on delete cascade,
          constraint fk_email_sends_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create index ix_email_sends_campaign_id_status on email_sends (campaign_id, status);
        create index ix_email_sends_member_id on email_sends (member_id);
        create index ix_email_sends_organization_id_email_address
          on email_sends (organization_id, email_address);
        create index ix_email_sends_organization_id_sent_at
          on email_sends (organization_id, sent_at);
        create unique index uq_email_sends_sendgrid_message_id on email_sends (sendgrid_message_id)
          where sendgrid_message_id is not null;
    """)


def downgrade() -> None:
    run("""
        drop table email_sends;
    """)
