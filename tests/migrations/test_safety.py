"""What every revision keeps to, read from the SQL that it renders."""

import re
from itertools import pairwise

import psycopg
import pytest

from api.database import migrations
from api.database.address import DatabaseError, DatabaseUrl
from tests.migrations.history import REVISIONS
from tests.schema import snapshot_of

STEPS = list(pairwise(("base", *REVISIONS)))
UPGRADES = [pytest.param(f"{before}:{after}", id=after) for before, after in STEPS]
BOOKKEEPING = re.compile(
    r"^(INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|DROP TABLE) alembic_version"
)


def rendered(step: str) -> str:
    """Return the SQL of an upgrade step without comments and the bodies of functions."""
    script = re.sub(r"\$\$.*?\$\$", "$$", migrations.upgrade_sql(step), flags=re.DOTALL)
    return "\n".join(line for line in script.splitlines() if not line.strip().startswith("--"))


def in_transactions(script: str) -> str:
    """Return what stands between each BEGIN and its COMMIT."""
    return "\n".join(re.findall(r"^BEGIN;\n(.*?)^COMMIT;", script, flags=re.DOTALL | re.MULTILINE))


def own_statements(script: str) -> list[str]:
    """Return the statements that are not Alembic's bookkeeping, one string each."""
    statements = (statement.strip() for statement in script.split(";\n"))
    return [
        statement
        for statement in statements
        if statement and statement not in {"BEGIN", "COMMIT"} and not BOOKKEEPING.match(statement)
    ]


@pytest.mark.parametrize("step", UPGRADES)
def test_a_revision_sets_its_lock_timeout_first(step: str) -> None:
    first = own_statements(rendered(step))[0]
    assert re.fullmatch(r"set (local )?lock_timeout = '(500ms|30s)'", first)


@pytest.mark.parametrize("step", UPGRADES)
def test_a_revision_is_one_transaction_or_statements_that_can_be_run_again(step: str) -> None:
    script = rendered(step)
    within = own_statements(in_transactions(script))
    everything = own_statements(script)
    assert within in ([], everything)
    if not within:
        assert [statement for statement in everything if not _is_repeatable(statement)] == []


def _is_repeatable(statement: str) -> bool:
    """Say whether a statement that already ran can run again."""
    if statement.startswith(("set ", "reset ", "grant ", "comment on ")):
        return True
    if re.search(r"\b(if not exists|if exists|or replace|on conflict do nothing)\b", statement):
        return True
    return (
        statement.startswith(
            (
                "create index concurrently",  # after a drop if exists, by build_index
                "create unique index concurrently",
                "create policy",  # the same, after its drop
                "alter table",  # without "add": setting, validating and enabling twice is harmless
                "delete from",
            )
        )
        and " add constraint" not in statement.partition(" drop constraint if exists")[0]
    )


def test_a_revision_that_ran_into_a_lock_changes_nothing_and_can_be_run_again(
    database_url: str,
) -> None:
    url = DatabaseUrl(database_url)
    migrations.upgrade(url, "20260216000000_add_dunning_tracking")
    with psycopg.connect(url) as reader:
        reader.execute("select from carts")
        with pytest.raises(DatabaseError, match="lock timeout"):
            migrations.upgrade(url, "20260301001000_add_organization_to_every_table")
        assert migrations.applied(url) == {"20260301000000_add_current_organization"}
    migrations.upgrade(url)
    finished = snapshot_of(url)
    migrations.downgrade(url, "20260216000000_add_dunning_tracking")
    migrations.upgrade(url)
    assert snapshot_of(url) == finished
