"""The role that the service works as: it owns nothing and cannot bypass row-level security.

The history of statuses gets the organization of the message whose status it is.
"""

from migrations.sql import run

revision = "20260301040000_create_headgate_app"
down_revision = "20260301030000_validate_references"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        do $$
        begin
          if not exists (select from pg_roles where rolname = 'headgate_app') then
            create role headgate_app nologin;
          end if;
        exception
          -- Roles belong to the whole server: another database's migration can be faster.
          when duplicate_object or unique_violation then null;
          when insufficient_privilege then
            raise exception 'role headgate_app is missing and % may not create it; '
              'have a superuser run: create role headgate_app nologin; grant headgate_app to %',
              current_user, quote_ident(current_user)
              using errcode = 'insufficient_privilege';
        end
        $$;
        do $$
        begin
          -- Since PostgreSQL 16 who makes a role is a member of it and may not act as it: usage says.
          if not pg_has_role(current_user, 'headgate_app', 'usage') then
            grant headgate_app to current_user;
          end if;
        exception
          -- Only who the service logs in as needs the role; the tables can belong to another.
          when insufficient_privilege then
            raise warning 'role headgate_app is not granted to %; before the service logs in, '
              'have a superuser run: grant headgate_app to %', current_user, quote_ident(current_user);
        end
        $$;
        grant usage on schema public to headgate_app;
        grant select on alembic_version to headgate_app;
        grant select, update on organizations to headgate_app;
    """)
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
    # The role itself stays: it belongs to the server, and other databases may use it.
    run("""
        revoke all on organizations from headgate_app;
        revoke all on alembic_version from headgate_app;
        revoke usage on schema public from headgate_app;
    """)
