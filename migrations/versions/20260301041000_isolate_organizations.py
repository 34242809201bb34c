"""Row-level security: a session sees and writes the rows of its own organization, or none.

The policies are forced, so that they hold for the owner of the tables too. A member may manage only
their own notification preferences; a session without a member is the service itself.
"""

from migrations.sql import run_alone
from migrations.tenancy import TENANT_TABLES

revision = "20260301041000_isolate_organizations"
down_revision = "20260301040000_create_headgate_app"
branch_labels = None
depends_on = None

OWN = "(select current_organization())"
OWN_MEMBER = "((select current_member()) is null or member_id = (select current_member()))"
OWN_PREFERENCES = (
    ("own_preferences_inserted", f"for insert with check {OWN_MEMBER}"),
    ("own_preferences_updated", f"for update using {OWN_MEMBER}"),
    ("own_preferences_deleted", f"for delete using {OWN_MEMBER}"),
)


def upgrade() -> None:
    run_alone(
        *_policy("organizations", "tenant_isolation", f"using (id = {OWN})"),
        _isolation("organizations"),
    )
    for table in TENANT_TABLES:
        run_alone(
            f"grant select, insert, update, delete on {table} to headgate_app",
            *_policy(table, "tenant_isolation", f"using (organization_id = {OWN})"),
            _isolation(table),
        )
    for name, rule in OWN_PREFERENCES:
        run_alone(*_policy("notification_preferences", name, f"as restrictive {rule}"))


def downgrade() -> None:
    for name, _ in OWN_PREFERENCES:
        run_alone(f"drop policy if exists {name} on notification_preferences")
    for table in (*TENANT_TABLES, "organizations"):
        run_alone(
            f"alter table {table} disable row level security, no force row level security",
            f"drop policy if exists tenant_isolation on {table}",
        )
    run_alone(*(f"revoke all on {table} from headgate_app" for table in TENANT_TABLES))


def _policy(table: str, name: str, rule: str) -> tuple[str, str]:
    """Return the statements that make a policy, also when an earlier try got this far."""
    return (
        f"drop policy if exists {name} on {table}",
        f"create policy {name} on {table} {rule}",
    )


def _isolation(table: str) -> str:
    return f"alter table {table} enable row level security, force row level security"
