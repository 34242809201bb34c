"""Row-level security: a session sees and writes the rows of its own organization, or none.

The service works as the role headgate_app, which owns nothing and cannot bypass the policies; they
are forced, so that they hold for the owner of the tables too. A member may manage only their own
notification preferences; a session without a member is the service itself.
"""

from migrations.sql import run
from migrations.tenancy import TENANT_TABLES

revision = "20260301040000_isolate_organizations"
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
        end
        $$;
        do $$
        begin
          if not pg_has_role(current_user, 'headgate_app', 'member') then
            grant headgate_app to current_user;
          end if;
        end
        $$;
        grant usage on schema public to headgate_app;
        grant select on alembic_version to headgate_app;
        grant select, update on organizations to headgate_app;
        create policy tenant_isolation
          on organizations using (id = (select current_organization()));
        alter table organizations enable row level security, force row level security;
    """)
    for table in TENANT_TABLES:
        run(f"""
            grant select, insert, update, delete on {table} to headgate_app;
            create policy tenant_isolation on {table}
              using (organization_id = (select current_organization()));
            alter table {table} enable row level security, force row level security;
        """)
    run("""
        create policy own_preferences_inserted
          on notification_preferences as restrictive for insert
          with check (current_member() is null or member_id = (select current_member()));
        create policy own_preferences_updated on notification_preferences as restrictive for update
          using (current_member() is null or member_id = (select current_member()));
        create policy own_preferences_deleted on notification_preferences as restrictive for delete
          using (current_member() is null or member_id = (select current_member()));
    """)


def downgrade() -> None:
    run("""
        drop policy own_preferences_deleted on notification_preferences;
        drop policy own_preferences_updated on notification_preferences;
        drop policy own_preferences_inserted on notification_preferences;
    """)
    for table in (*TENANT_TABLES, "organizations"):
        run(f"""
            alter table {table} disable row level security, no force row level security;
            drop policy tenant_isolation on {table};
            revoke all on {table} from headgate_app;
        """)
    # The role itself stays: it belongs to the server, and other databases may use it.
    run("""
        revoke all on alembic_version from headgate_app;
        revoke usage on schema public from headgate_app;
    """)
