"""Marketing blasts, their recipients, and the history of every status that was reported.

Who reports a status says so in the transaction's settings headgate.status_source (webhook, polling,
manual, send) and headgate.status_metadata (JSON).
"""

from migrations.sql import run

revision = "20251201000000_create_blasts"
down_revision = "20251121031000_forget_legacy_numbers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(r"""
        create type blast_state as enum ('DRAFT', 'SENDING', 'PAUSED', 'SENT', 'CANCELLED');
        create type recipient_status
          as enum ('QUEUED', 'PENDING', 'SERVER_ACK', 'DELIVERY_ACK', 'READ_ACK', 'REPLIED', 'CLOSED', 'FAILED');
        create type status_source as enum ('webhook', 'polling', 'manual', 'send');
        create table blasts (
          id bigint generated always as identity,
          blast_tag text,
          blast_date timestamptz not null default now(),
          blast_time time without time zone,
          follow_up_stage text,
          message_template text,
          total_recipients integer not null default 0,
          state blast_state not null default 'DRAFT',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_blasts primary key (id),
          constraint ck_blasts_total_recipients_not_negative check (total_recipients >= 0)
        );
        create table blast_recipients (
          id bigint generated always as identity,
          blast_id bigint not null,
          phone_number text not null,
          message_id text,
          message_text text,
          status recipient_status not null default 'QUEUED',
          message_timestamp bigint,
          message_c2s_timestamp bigint,
          delivered_at timestamptz,
          read_timestamp timestamptz,
          replied_at timestamptz,
          closed_at timestamptz,
          failure_reason text,
          attempts integer not null default 0,
          wsapme_message_data jsonb,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_blast_recipients primary key (id),
          constraint ck_blast_recipients_attempts_not_negative check (attempts >= 0),
          constraint ck_blast_recipients_phone_number_is_e164
            check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
          constraint fk_blast_recipients_blast_id
            foreign key (blast_id) references blasts (id) on delete cascade,
          constraint uq_blast_recipients_blast_id_phone_number unique (blast_id, phone_number)
        );
        create index ix_blast_recipients_blast_id_status on blast_recipients (blast_id, status);
        create unique index uq_blast_recipients_message_id on blast_recipients (message_id)
          where message_id is not null;
        create table status_history (
          id bigint generated always as identity,
          recipient_id bigint not null,
          old_status recipient_status,
          new_status recipient_status not null,
          is_applied boolean not null default true,
          changed_at timestamptz not null default now(),
          source status_source not null default 'manual',
          metadata jsonb,
          constraint pk_status_history primary key (id),
          constraint fk_status_history_recipient_id
            foreign key (recipient_id) references blast_recipients (id) on delete cascade
        );
        create index ix_status_history_recipient_id_changed_at
          on status_history (recipient_id, changed_at);

        create function reported_status_source() returns status_source language sql stable as $$
          select coalesce(nullif(current_setting('headgate.status_source', true), ''), 'manual')::status_source
        $$;

        create function reported_status_metadata() returns jsonb language sql stable as $$
          select nullif(current_setting('headgate.status_metadata', true), '')::jsonb
        $$;

        -- A status only moves forward; FAILED ends a message that never arrived, and no other.
        create function move_status_forward() returns trigger language plpgsql as $$
        declare
          applies constant boolean := new.status > old.status
            and (new.status <> 'FAILED' or old.status < 'DELIVERY_ACK');
        begin
          insert into status_history
                 (recipient_id, old_status, new_status, is_applied, source, metadata)
          values (old.id, old.status, new.status, applies,
                  reported_status_source(), reported_status_metadata());
          if applies then
            return new;
          end if;
          return old;
        end
        $$;
        create trigger move_status_forward before update of status on blast_recipients
          for each row when (new.status is distinct from old.status)
          execute function move_status_forward();

        create function record_first_status() returns trigger language plpgsql as $$
        begin
          insert into status_history (recipient_id, old_status, new_status, source, metadata)
          select id, null, status, reported_status_source(), reported_status_metadata()
            from added
           where status <> 'QUEUED';
          return null;
        end
        $$;
        create trigger record_first_status after insert on blast_recipients
          referencing new table as added
          for each statement execute function record_first_status();
    """)


def downgrade() -> None:
    run("""
        drop table status_history;
        drop table blast_recipients;
        drop table blasts;
        drop function record_first_status();
        drop function move_status_forward();
        drop function reported_status_metadata();
        drop function reported_status_source();
        drop type status_source;
        drop type recipient_status;
        drop type blast_state;
    """)
