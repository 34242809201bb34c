"""Every row gets an organization; rows and clients of before belong to the organization Legacy.

The default that fills existing rows is a constant, so no table is rewritten; what new rows get is
set in the same statement. Each table is altered by itself, so that no two are locked at once.
"""

from migrations.sql import run, run_alone
from migrations.tenancy import LEGACY_ORGANIZATION, WITHOUT_ORGANIZATION

revision = "20260301000000_add_organization_to_every_table"
down_revision = "20260216000000_add_dunning_tracking"
branch_labels = None
depends_on = None

WITHOUT_CURRENCY = ("orders", "ad_performance", "daily_kpis", "event_tickets")


def upgrade() -> None:
    run("""
        create function current_organization() returns uuid language sql stable parallel safe as $$
          select nullif(current_setting('headgate.organization_id', true), '')::uuid
        $$;
        create function current_member() returns uuid language sql stable parallel safe as $$
          select nullif(current_setting('headgate.member_id', true), '')::uuid
        $$;
        create type member_role as enum ('ADMIN', 'OPERATOR', 'ANALYST', 'MEMBER');
    """)
    run(f"""
        insert into organizations (id, name, slug)
        values ('{LEGACY_ORGANIZATION}', 'Legacy', 'legacy');
    """)
    run_alone(
        *(
            f"alter table {table}"
            f" add column if not exists organization_id uuid not null default '{LEGACY_ORGANIZATION}',"
            " alter column organization_id"
            f" set default coalesce(current_organization(), '{LEGACY_ORGANIZATION}')"
            for table in WITHOUT_ORGANIZATION
        ),
        "alter table members add column if not exists role member_role not null default 'MEMBER'",
        *(
            f"alter table {table} add column if not exists currency text not null default 'USD'"
            for table in WITHOUT_CURRENCY
        ),
    )
    run("""
        create or replace function move_status_forward() returns trigger language plpgsql as $$
        declare
          applies constant boolean := new.status > old.status
            and (new.status <> 'FAILED' or old.status < 'DELIVERY_ACK');
        begin
          insert into status_history
                 (organization_id, recipient_id, old_status, new_status, is_applied, source, metadata)
          values (old.organization_id, old.id, old.status, new.status, applies,
                  reported_status_source(), reported_status_metadata());
          if applies then
            return new;
          end if;
          return old;
        end
        $$;

        create or replace function record_first_status() returns trigger language plpgsql as $$
        begin
          insert into status_history
                 (organization_id, recipient_id, old_status, new_status, source, metadata)
          select organization_id, id, null, status, reported_status_source(), reported_status_metadata()
            from added
           where status <> 'QUEUED';
          return null;
        end
        $$;
    """)


def downgrade() -> None:
    run("""
        create or replace function move_status_forward() returns trigger language plpgsql as $$
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
        create or replace function record_first_status() returns trigger language plpgsql as $$
        begin
          insert into status_history (recipient_id, old_status, new_status, source, metadata)
          select id, null, status, reported_status_source(), reported_status_metadata()
            from added
           where status <> 'QUEUED';
          return null;
        end
        $$;
    """)
    run_alone(
        *(f"alter table {table} drop column if exists currency" for table in WITHOUT_CURRENCY),
        "alter table members drop column if exists role",
        *(
            f"alter table {table} drop column if exists organization_id"
            for table in WITHOUT_ORGANIZATION
        ),
    )
    # An organization that existed before, with e-mail data of its own, is not Legacy.
    run(f"delete from organizations where id = '{LEGACY_ORGANIZATION}';")
    run("""
        drop type member_role;
        drop function current_member();
        drop function current_organization();
    """)
