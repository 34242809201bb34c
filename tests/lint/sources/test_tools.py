"""Each tool's folder: recognised, in order, each migration with its transactions and its down."""

import json
import re
import shutil
from pathlib import Path

import pytest

from lint.cli import main
from lint.migration import Down, Migration, Transactions
from lint.sources import history
from lint.sources.options import Options
from tests.lint.conftest import Project

WRAPPED, SEPARATE = Transactions.WRAPPED, Transactions.SEPARATE
IMPLICIT, JOINED = Transactions.IMPLICIT, Transactions.JOINED
PRESENT, ABSENT, UNKNOWN = Down.PRESENT, Down.ABSENT, Down.UNKNOWN

PROJECTS = Path(__file__).parent / "projects"
"""Folders as the tools themselves have written them."""

Expected = list[tuple[str, str, Transactions, Down]]

CREATE = "create table a (id bigint);\n"
CONCURRENTLY = "create index concurrently i on a (id);\n"

CASES: dict[str, tuple[dict[str, str], Expected]] = {
    "plain files in natural order": (
        {"10_c.sql": CREATE, "2_b.sql": CREATE, "readme.md": "x"},
        [("2_b", "2_b.sql", WRAPPED, UNKNOWN), ("10_c", "10_c.sql", WRAPPED, UNKNOWN)],
    ),
    "plain files with their downs": (
        {"1.sql": CREATE, "1.down.sql": "drop table a", "2.sql": CREATE},
        [("1", "1.sql", WRAPPED, PRESENT), ("2", "2.sql", WRAPPED, ABSENT)],
    ),
    "plain files that look after their transactions": (
        {
            "1.sql": CONCURRENTLY,
            "2.sql": f"-- why\nset lock_timeout = '2s';\n{CONCURRENTLY}",
            "3.sql": CREATE + CONCURRENTLY,
            "4.sql": f"begin;\n{CREATE}commit;\n{CONCURRENTLY}",
            "5.sql": "do $$ begin perform 1; end $$;",
        },
        [
            ("1", "1.sql", SEPARATE, UNKNOWN),
            ("2", "2.sql", SEPARATE, UNKNOWN),
            ("3", "3.sql", WRAPPED, UNKNOWN),
            ("4", "4.sql", SEPARATE, UNKNOWN),
            ("5", "5.sql", WRAPPED, UNKNOWN),
        ],
    ),
    "Diesel's folders": (
        {"01_a/up.sql": CREATE, "01_a/down.sql": "drop table a", "02_b/up.sql": CREATE},
        [("01_a", "01_a/up.sql", WRAPPED, PRESENT), ("02_b", "02_b/up.sql", WRAPPED, ABSENT)],
    ),
    "Diesel without a transaction": (
        {"01_a/up.sql": CONCURRENTLY, "01_a/metadata.toml": "run_in_transaction = false\n"},
        [("01_a", "01_a/up.sql", IMPLICIT, UNKNOWN)],
    ),
    "sqlx": (
        {
            "Cargo.toml": "",
            "migrations/1_a.up.sql": CREATE,
            "migrations/1_a.down.sql": "drop table a;",
            "migrations/2_b.up.sql": f"-- no-transaction\n{CONCURRENTLY}",
        },
        [
            ("1_a.up", "migrations/1_a.up.sql", WRAPPED, PRESENT),
            ("2_b.up", "migrations/2_b.up.sql", IMPLICIT, ABSENT),
        ],
    ),
    "dbmate": (
        {
            "1_a.sql": f"-- migrate:up\n{CREATE}\n-- migrate:down\ndrop table a;\n",
            "2_b.sql": f"-- migrate:up transaction:false\n{CONCURRENTLY}-- migrate:down\n",
            "notes.sql": "dbmate runs what begins with a number",
        },
        [("1_a", "1_a.sql", WRAPPED, PRESENT), ("2_b", "2_b.sql", IMPLICIT, ABSENT)],
    ),
    "dbmate by name, as text": (
        {"10_a.sql": f"-- migrate:up\n{CREATE}", "9_b.sql": f"-- migrate:up\n{CREATE}"},
        [("10_a", "10_a.sql", WRAPPED, ABSENT), ("9_b", "9_b.sql", WRAPPED, ABSENT)],
    ),
    "goose": (
        {
            "001_a.sql": f"-- +goose Up\n{CREATE}-- +goose Down\ndrop table a;\n",
            "002_b.sql": f"-- +goose NO TRANSACTION\n-- +goose up\n{CONCURRENTLY}",
            "003_c.go": "package migrations",
        },
        [("001_a", "001_a.sql", WRAPPED, PRESENT), ("002_b", "002_b.sql", SEPARATE, ABSENT)],
    ),
    "golang-migrate": (
        {"1_a.up.sql": CREATE, "1_a.down.sql": "drop table a;", "2_b.up.sql": CONCURRENTLY},
        [("1_a", "1_a.up.sql", IMPLICIT, PRESENT), ("2_b", "2_b.up.sql", IMPLICIT, ABSENT)],
    ),
    "prisma": (
        {
            "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
            "prisma/migrations/20240101000000_a/migration.sql": CREATE,
            "prisma/migrations/20240201000000_b/migration.sql": CREATE,
        },
        [
            (
                "20240101000000_a",
                "prisma/migrations/20240101000000_a/migration.sql",
                IMPLICIT,
                UNKNOWN,
            ),
            (
                "20240201000000_b",
                "prisma/migrations/20240201000000_b/migration.sql",
                IMPLICIT,
                UNKNOWN,
            ),
        ],
    ),
    "prisma that splits": (
        {
            "package.json": json.dumps({"devDependencies": {"prisma": "^7.4.1"}}),
            "migrations/migration_lock.toml": 'provider = "postgresql"\n',
            "migrations/1/migration.sql": CREATE + CONCURRENTLY,
            "migrations/2/migration.sql": "drop index concurrently i;" + CREATE,
        },
        [
            ("1", "migrations/1/migration.sql", SEPARATE, UNKNOWN),
            ("2", "migrations/2/migration.sql", IMPLICIT, UNKNOWN),
        ],
    ),
    "drizzle by its journal": (
        {
            "drizzle/meta/_journal.json": json.dumps(
                {"entries": [{"idx": 1, "tag": "0001_b"}, {"idx": 0, "tag": "0000_a"}]}
            ),
            "drizzle/0000_a.sql": CREATE,
            "drizzle/0001_b.sql": CREATE,
            "drizzle/stray.sql": "not sql",
        },
        [
            ("0000_a", "drizzle/0000_a.sql", JOINED, UNKNOWN),
            ("0001_b", "drizzle/0001_b.sql", JOINED, UNKNOWN),
        ],
    ),
    "drizzle by its snapshots": (
        {
            "drizzle/1_a/migration.sql": CREATE,
            "drizzle/1_a/snapshot.json": "{}",
        },
        [("1_a", "drizzle/1_a/migration.sql", JOINED, UNKNOWN)],
    ),
    "supabase": (
        {
            "supabase/config.toml": "",
            "supabase/migrations/20240101000000_a.sql": CREATE,
            "supabase/migrations/20240201000000_b.sql": CONCURRENTLY,
            "supabase/migrations/notes.sql": "not a migration",
        },
        [
            (
                "20240101000000_a",
                "supabase/migrations/20240101000000_a.sql",
                IMPLICIT,
                UNKNOWN,
            ),
            (
                "20240201000000_b",
                "supabase/migrations/20240201000000_b.sql",
                SEPARATE,
                UNKNOWN,
            ),
        ],
    ),
    "flyway": (
        {
            "V2__b.sql": CONCURRENTLY,
            "V1.10__c.sql": CREATE,
            "V1_2__a.sql": CREATE,
            "R__views.sql": "create view v as select 1",
            "U2__b.sql": "drop index i",
            "V3__mixed.sql": CREATE + CONCURRENTLY,
        },
        [
            ("V1_2__a", "V1_2__a.sql", WRAPPED, ABSENT),
            ("V1.10__c", "V1.10__c.sql", WRAPPED, ABSENT),
            ("V2__b", "V2__b.sql", SEPARATE, PRESENT),
            ("V3__mixed", "V3__mixed.sql", WRAPPED, ABSENT),
            ("R__views", "R__views.sql", WRAPPED, UNKNOWN),
        ],
    ),
    "flyway that mixes, and a script of its own mind": (
        {
            "flyway.toml": "[flyway]\nmixed = true\n",
            "sql/V1__a.sql": CREATE + CONCURRENTLY,
            "sql/V2__b.sql": CREATE,
            "sql/V2__b.sql.conf": "executeInTransaction=false\n",
            "sql/V3__c.sql": CREATE,
            "sql/V3__c.sql.conf": "shouldExecute=false\n",
        },
        [
            ("V1__a", "sql/V1__a.sql", SEPARATE, UNKNOWN),
            ("V2__b", "sql/V2__b.sql", SEPARATE, UNKNOWN),
        ],
    ),
    "flyway with a baseline of what is still there": (
        {"V1__a.sql": CREATE, "V2__b.sql": CREATE, "B2__all.sql": CREATE},
        [("V1__a", "V1__a.sql", WRAPPED, UNKNOWN), ("V2__b", "V2__b.sql", WRAPPED, UNKNOWN)],
    ),
    "flyway that begins with a baseline": (
        {"B1__a.sql": CREATE, "B2__all.sql": CREATE, "V3__c.sql": CREATE},
        [("B2__all", "B2__all.sql", WRAPPED, UNKNOWN), ("V3__c", "V3__c.sql", WRAPPED, UNKNOWN)],
    ),
    "flyway that joins": (
        {"flyway.conf": "flyway.group=true\n", "sql/V1__a.sql": CREATE},
        [("V1__a", "sql/V1__a.sql", JOINED, UNKNOWN)],
    ),
    "sqitch in the plan's order": (
        {
            "sqitch.plan": "%syntax-version=1.0.0\n%project=x\n\n"
            "zebra 2024-01-01T00:00:00Z A <a@b> # first\n"
            "apple [zebra] 2024-01-02T00:00:00Z A <a@b> # second\n"
            "@v1 2024-01-03T00:00:00Z A <a@b> # tag\n\n"
            "zebra [zebra@v1] 2024-01-04T00:00:00Z A <a@b> # reworked\n",
            "deploy/zebra@v1.sql": CREATE,
            "deploy/zebra.sql": CREATE,
            "deploy/apple.sql": CREATE,
            "revert/apple.sql": "drop table a;",
        },
        [
            ("zebra@v1", "deploy/zebra@v1.sql", SEPARATE, ABSENT),
            ("apple", "deploy/apple.sql", SEPARATE, PRESENT),
            ("zebra", "deploy/zebra.sql", SEPARATE, ABSENT),
        ],
    ),
    "sqitch with folders of its own": (
        {
            "sqitch.plan": "%project=x\na 2024-01-01T00:00:00Z A <a@b>\n",
            "sqitch.conf": '[core]\n\tengine = pg\n\ttop_dir = db\n[core "x"]\n\ty = z\n',
            "db/deploy/a.sql": CREATE,
        },
        [("a", "db/deploy/a.sql", SEPARATE, ABSENT)],
    ),
}


def _shape(migration: Migration) -> tuple[str, str, Transactions, Down]:
    return migration.id, migration.path, migration.transactions, migration.down


@pytest.mark.parametrize("name", CASES)
def test_a_tool_is_recognised_and_read_as_it_runs(name: str, project: Project) -> None:
    files, expected = CASES[name]
    project(files)

    found = history.read(["."], None, Options())

    assert found.errors == ()
    assert [_shape(each) for each in found.migrations] == expected


@pytest.mark.parametrize("name", CASES)
def test_the_transactions_may_be_said(name: str, project: Project) -> None:
    project(CASES[name][0])

    found = history.read(["."], None, Options(transactions=SEPARATE))

    assert {each.transactions for each in found.migrations} == {SEPARATE}


@pytest.mark.parametrize("name", ["dbmate", "goose"])
def test_the_down_section_is_not_linted(name: str, project: Project) -> None:
    project(CASES[name][0])

    found = history.read(["."], None, Options())

    assert not any("drop table" in each.sql for each in found.migrations)


def test_a_folder_that_drizzle_kit_wrote_is_read(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(PROJECTS / "drizzle", project({}) / "drizzle")

    found = history.read(["."], None, Options())

    assert found.errors == ()
    assert [_shape(each) for each in found.migrations] == [
        ("0000_first", "drizzle/0000_first.sql", JOINED, UNKNOWN),
        ("0001_second", "drizzle/0001_second.sql", JOINED, UNKNOWN),
    ]
    assert main(["check", "--select", "HG2"]) == 1
    shown = capsys.readouterr().out
    assert re.findall(r"\[(HG\d+)\].*\n +at (\S+)", shown) == [
        ("HG201", "drizzle/0001_second.sql:1:23"),
        ("HG204", "drizzle/0001_second.sql:2:1"),
    ]


def test_each_up_section_of_a_dbmate_file_has_its_own_transaction(project: Project) -> None:
    text = (
        f"-- migrate:up\n{CREATE}-- migrate:down\ndrop table a;\n"
        f"-- migrate:up transaction:false\n{CONCURRENTLY}-- migrate:down\n"
        f"-- migrate:up transaction:false\n{CREATE}select 1\n"
    )
    project({"1_a.sql": text})

    (migration,) = history.read(["."], None, Options()).migrations

    assert migration.sql == (
        f"begin;       \n{CREATE}commit;        \n{' ' * 13}\n"
        f"{' ' * 31}\n{CONCURRENTLY}{' ' * 15}\n"
        f"begin;{' ' * 25}\n{CREATE}select 1\n\n;commit;"
    )
    assert migration.transactions is SEPARATE
    assert migration.down is PRESENT


def test_flyway_s_default_schema_is_where_names_without_a_schema_are(project: Project) -> None:
    project({"V1__a.sql": 'create table "${flyway:defaultSchema}".a (id int);'})

    (migration,) = history.read(["."], None, Options()).migrations

    assert migration.sql == f"create table {' ' * 26}a (id int);"


def test_supabase_runs_what_cannot_be_in_a_batch_between_batches(project: Project) -> None:
    project(
        {
            "supabase/migrations/1_a.sql": "create table a (id int);\n"
            "-- headgate: allow HG1 because\n"
            "CREATE INDEX CONCURRENTLY i ON a (id);\nselect 1; select 2",
        }
    )

    (migration,) = history.read(["supabase/migrations"], None, Options()).migrations

    assert migration.sql == (
        "begin; create table a (id int);commit; \n-- headgate: allow HG1 because\n"
        "CREATE INDEX CONCURRENTLY i ON a (id);begin; \nselect 1; select 2\n; commit;"
    )
    at = migration.sql.index("i ON")
    assert migration.positions.locate(at, at + 1).line == 3
    assert migration.positions.locate(at, at + 1).column == 27


def test_a_supabase_file_with_transactions_of_its_own_is_left_alone(project: Project) -> None:
    sql = "begin; create table a (id int); commit; create index concurrently i on a (id);"
    project({"supabase/migrations/1_a.sql": sql})

    (migration,) = history.read(["supabase"], None, Options()).migrations

    assert (migration.sql, migration.transactions) == (sql, IMPLICIT)


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (
            {"1_a.up.sql": "", "01_b.up.sql": ""},
            "1_a.up.sql: version 1 is also that of 01_b.up.sql; give one another number",
        ),
        (
            {"V1__a.sql": "", "V1.0__b.sql": ""},
            "V1.0__b.sql: version 1 is also that of V1__a.sql; give one another version",
        ),
        (
            {"sqitch.plan": "%project=x\na 2024\n"},
            "sqitch.plan:2: change 'a' has no script deploy/a.sql",
        ),
        (
            {"drizzle/meta/_journal.json": "{"},
            (
                "drizzle/meta/_journal.json:1: not valid JSON: "
                "expecting property name enclosed in double quotes"
            ),
        ),
        (
            {"drizzle/meta/_journal.json": "{}"},
            "drizzle/meta/_journal.json: not a Drizzle journal: an entry needs 'idx' and 'tag'",
        ),
        (
            {"prisma/migrations/migration_lock.toml": 'provider = "mysql"'},
            "prisma/migrations/migration_lock.toml: the migrations are for mysql, not postgresql",
        ),
        (
            {"migrations/migration_lock.toml": 'provider = "postgresql"', "migrations/1/x": ""},
            "migrations/1: migration.sql is missing; Prisma would refuse the folder (P3015)",
        ),
        (
            {"1.sql": "-- migrate:up\n", "2.sql": "select 1"},
            "2.sql: no '-- migrate:up' line, so dbmate would refuse it",
        ),
        (
            {"1.sql": "-- +goose Up\n", "2.sql": "select 1"},
            "2.sql: no '-- +goose Up' line, so goose would refuse it",
        ),
    ],
)
def test_what_the_tool_would_refuse_is_one_line(
    files: dict[str, str], error: str, project: Project
) -> None:
    project(files)

    assert [str(each) for each in history.read(["."], None, Options()).errors] == [error]
