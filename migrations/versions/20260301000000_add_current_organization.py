"""Sessions say whose rows they work on; what has no owner yet will belong to Legacy."""

from migrations.sql import run
from migrations.tenancy import LEGACY_ORGANIZATION

revision = "20260301000000_add_current_organization"
down_revision = "20260216000000_add_dunning_tracking"
branch_labels = None
depends_on = None


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
    run(
        f"insert into organizations (id, name, slug) values ('{LEGACY_ORGANIZATION}', 'Legacy', 'legacy');"
    )


def downgrade() -> None:
    run(f"delete from organizations where id = '{LEGACY_ORGANIZATION}';")
    run("""
        drop type member_role;
        drop function current_member();
        drop function current_organization();
    """)
