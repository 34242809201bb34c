"""What a member wants to hear of, and how."""

from migrations.sql import run

revision = "20250108_create_notification_preferences"
down_revision = "20250108_create_event_tickets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create table notification_preferences (
          id uuid not null default gen_random_uuid(),
          member_id uuid not null,
          organization_id uuid not null,
          category text not null,
          email_enabled boolean not null default true,
          sms_enabled boolean not null default false,
          push_enabled boolean not null default false,
          unsubscribed_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_notification_preferences primary key (id),
          constraint ck_notification_preferences_category_known
            check (category in ('marketing', 'transactional', 'events', 'newsletter', 'all')),
          constraint fk_notification_preferences_member_id
            foreign key (member_id) references members (id) on delete cascade,
          constraint fk_notification_preferences_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade,
          constraint uq_notification_preferences_member_id_organization_id_category
            unique (member_id, organization_id, category)
        );
    """)


def downgrade() -> None:
    run("""
        drop table notification_preferences;
    """)
