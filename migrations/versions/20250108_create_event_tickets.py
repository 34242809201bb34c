"""Tickets to events, from order to check-in."""

from migrations.sql import run

revision = "20250108_create_event_tickets"
down_revision = "20250108_create_email_sends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create table event_tickets (
          id uuid not null default gen_random_uuid(),
          event_id uuid,
          member_id uuid,
          organization_id uuid not null,
          ticket_type_id uuid,
          ticket_number text not null,
          status text not null default 'pending',
          payment_id uuid,
          amount_paid numeric(12, 2),
          purchase_date timestamptz not null default now(),
          checked_in_at timestamptz,
          checked_in_by uuid,
          metadata jsonb not null default '{}',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_event_tickets primary key (id),
          constraint ck_event_tickets_amount_paid_not_negative check (amount_paid >= 0),
          constraint ck_event_tickets_checked_in_has_its_time
            check (status <> 'checked_in' or checked_in_at is not null),
          constraint ck_event_tickets_status_known
            check (status in ('pending', 'paid', 'cancelled', 'refunded', 'checked_in')),
          constraint fk_event_tickets_checked_in_by
            foreign key (checked_in_by) references members (id),
          constraint fk_event_tickets_event_id
            foreign key (event_id) references events (id) on delete cascade,
          constraint fk_event_tickets_member_id
            foreign key (member_id) references members (id) on delete set null,
          constraint fk_event_tickets_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade,
          constraint fk_event_tickets_payment_id foreign key (payment_id) references payments (id)
        );
        create index ix_event_tickets_checked_in_by on event_tickets (checked_in_by);
        create index ix_event_tickets_event_id_status on event_tickets (event_id, status);
        create index ix_event_tickets_member_id on event_tickets (member_id);
        create index ix_event_tickets_payment_id on event_tickets (payment_id);
        create unique index uq_event_tickets_organization_id_ticket_number
          on event_tickets (organization_id, ticket_number);
    """)


def downgrade() -> None:
    run("""
        drop table event_tickets;
    """)
