"""Every row gets an organization; rows and clients of before belong to the organization Legacy.

The default that fills existing rows is a constant, so no table is rewritten; what new rows get is
set in the same statement. Each table is altered by itself, so that no two are locked at once.
"""

from migrations.sql import run_alone
from migrations.tenancy import LEGACY_ORGANIZATION, WITHOUT_ORGANIZATION

revision = "20260301001000_add_organization_to_every_table"
down_revision = "20260301000000_add_current_organization"
branch_labels = None
depends_on = None

WITHOUT_CURRENCY = ("orders", "ad_performance", "daily_kpis", "event_tickets")


def upgrade() -> None:
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


def downgrade() -> None:
    run_alone(
        *(f"alter table {table} drop column if exists currency" for table in WITHOUT_CURRENCY),
        "alter table members drop column if exists role",
        *(
            f"alter table {table} drop column if exists organization_id"
            for table in WITHOUT_ORGANIZATION
        ),
    )
