"""What the organization's keys replace goes, and a row without an organization is refused.

The organization Legacy goes too, where nothing belongs to it.
"""

from migrations.sql import build_index, run_alone
from migrations.tenancy import (
    CASCADING,
    DEFERRED,
    LEGACY_ORGANIZATION,
    NULLED,
    TENANT_KEYS,
    TENANT_TABLES,
    WITH_ORGANIZATION,
    WITHOUT_ORGANIZATION,
)

revision = "20260301050000_contract_to_organizations"
down_revision = "20260301041000_isolate_organizations"
branch_labels = None
depends_on = None

# The policies hold for the tables' owner too: to see Legacy's rows, one works for it.
AS_LEGACY = f"set headgate.organization_id = '{LEGACY_ORGANIZATION}'"
AS_NOBODY = "reset headgate.organization_id"


def upgrade() -> None:
    # headgate: allow HG424 because clients of an organization name the key that begins with it
    run_alone(
        *(
            f"alter table {table} alter column organization_id set default current_organization()"
            for table in TENANT_TABLES
        ),
        *(
            f"alter table {table} drop constraint if exists fk_{table}_{column}"
            for table, column, target in CASCADING + DEFERRED
            if (table, column, target) not in NULLED
        ),
        *(
            f"alter table {table} drop constraint if exists {replaced}"
            for table, _, replaced in TENANT_KEYS
            if replaced
        ),
    )
    unused = " and ".join(
        f"not exists (select from {table} where organization_id = '{LEGACY_ORGANIZATION}')"
        for table in TENANT_TABLES
    )
    run_alone(
        AS_LEGACY,
        f"delete from organizations where id = '{LEGACY_ORGANIZATION}' and {unused}",
        AS_NOBODY,
    )


def downgrade() -> None:
    run_alone(
        AS_LEGACY,
        "insert into organizations (id, name, slug)"
        f" values ('{LEGACY_ORGANIZATION}', 'Legacy', 'legacy') on conflict do nothing",
        AS_NOBODY,
    )
    for table, columns, replaced in TENANT_KEYS:
        if replaced:
            run_alone(f"alter table {table} drop constraint if exists {replaced}")
            build_index(replaced, f"{table} ({columns})", unique=True)
            run_alone(
                f"alter table {table} add constraint {replaced} unique using index {replaced}"
            )
    run_alone(
        *(_add_plain_key(*reference, "on delete cascade") for reference in CASCADING),
        *(_add_plain_key(*reference, "") for reference in DEFERRED if reference not in NULLED),
        *(
            f"alter table {table} alter column organization_id"
            f" set default coalesce(current_organization(), '{LEGACY_ORGANIZATION}')"
            for table in WITHOUT_ORGANIZATION
        ),
        *(
            f"alter table {table} alter column organization_id drop default"
            for table in WITH_ORGANIZATION
        ),
    )


def _add_plain_key(table: str, column: str, target: str, rule: str) -> str:
    """Return the statement that adds a foreign key without the organization."""
    return (
        f"alter table {table} drop constraint if exists fk_{table}_{column},"
        f" add constraint fk_{table}_{column} foreign key ({column}) references {target} (id) {rule}"
    )
