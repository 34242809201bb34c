"""From paths to migrations: which tool, which files, and what cannot be read."""

import io
import os
import sys
from types import SimpleNamespace

import pytest

from lint.migration import SourceError, Transactions
from lint.sources import history
from lint.sources.options import Options
from tests.lint.conftest import Project

CREATE = "create table a (id bigint);\n"


def read(*paths: str, tool: str | None = None) -> history.History:
    return history.read(paths, tool, Options())


def errors(*paths: str, tool: str | None = None) -> list[str]:
    return [str(each) for each in read(*paths, tool=tool).errors]


def test_standard_input_is_a_migration(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project({})
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(CREATE.encode())))

    (migration,) = read("-").migrations

    assert (migration.id, migration.path, migration.sql) == ("stdin", "<stdin>", CREATE)


@pytest.mark.parametrize(
    ("tool", "sql", "transactions"),
    [
        ("sql", CREATE, Transactions.WRAPPED),
        ("dbmate", f"-- migrate:up transaction:false\n{CREATE}", Transactions.IMPLICIT),
        ("goose", f"-- +goose Up\n{CREATE}", Transactions.WRAPPED),
        ("golang-migrate", CREATE, Transactions.IMPLICIT),
        ("prisma", CREATE, Transactions.IMPLICIT),
        ("drizzle", CREATE, Transactions.JOINED),
        ("supabase", CREATE, Transactions.IMPLICIT),
        ("flyway", "vacuum;", Transactions.SEPARATE),
        ("sqitch", CREATE, Transactions.SEPARATE),
        ("django", CREATE, Transactions.SEPARATE),
    ],
)
def test_standard_input_is_read_as_the_named_tool_reads_it(
    tool: str,
    sql: str,
    transactions: Transactions,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project({})
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(sql.encode())))

    (migration,) = read("-", tool=tool).migrations

    assert (migration.id, migration.transactions) == ("stdin", transactions)


def test_alembic_cannot_be_read_from_standard_input(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project({})
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"import os")))

    assert errors("-", tool="alembic") == [
        "<stdin>: alembic migrations are Python; name the file or its folder"
    ]


def test_named_files_are_read_in_the_order_they_are_named(project: Project) -> None:
    project({"b.sql": CREATE, "a.sql": CREATE})

    assert [each.path for each in read("b.sql", "a.sql").migrations] == ["b.sql", "a.sql"]


def test_a_lone_file_shows_its_tool_by_its_text(project: Project) -> None:
    project({"x/1.sql": f"-- migrate:up transaction:false\n{CREATE}-- migrate:down\ndrop table a;"})

    (migration,) = read("x/1.sql").migrations

    assert migration.transactions is Transactions.IMPLICIT
    assert "drop" not in migration.sql


def test_a_named_file_of_a_history_is_linted_on_top_of_it(project: Project) -> None:
    project({f"prisma/migrations/{n}/migration.sql": CREATE for n in (1, 2, 3)})

    found = read("prisma/migrations/2/migration.sql")

    assert [(each.id, each.is_linted) for each in found.migrations] == [("1", False), ("2", True)]


@pytest.mark.parametrize("name", ["1_a.down.sql", "U1__a.sql"])
def test_the_way_back_may_be_named_and_is_not_linted(name: str, project: Project) -> None:
    project({"m/1_a.up.sql": CREATE, "m/1_a.down.sql": "", "f/V1__a.sql": "", "f/U1__a.sql": ""})
    folder = "f" if name.startswith("U") else "m"

    found = read(f"{folder}/{name}")

    assert (found.migrations, found.errors) == ((), ())


def test_a_file_that_is_no_migration_of_its_folder_is_an_error(project: Project) -> None:
    project({"m/1_a.up.sql": CREATE, "m/seed.sql": "select 1"})

    assert errors("m/seed.sql") == ["m/seed.sql: not one of the migrations in its folder"]


@pytest.mark.parametrize(
    ("file", "is_whole"), [("m/1.sql", True), ("supabase/migrations/1_a.sql", False)]
)
def test_a_folder_holds_all_of_a_history(
    file: str,
    is_whole: bool,  # noqa: FBT001 - a case of the table
    project: Project,
) -> None:
    project({file: CREATE})

    assert read(file.partition("/")[0]).is_whole is is_whole


def test_a_file_holds_no_history(project: Project) -> None:
    project({"1.sql": CREATE})

    assert read("1.sql").is_whole is False


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\x7fELF\x00\x01", "bad.sql: the file is binary, not SQL text"),
        (
            b"select 1;\nselect '\xe9';\n",
            "bad.sql:2: byte 0xe9 is not UTF-8 text; save the file as UTF-8",
        ),
        ("select 1".encode("utf-16"), "bad.sql: the file is UTF-16; save it as UTF-8"),
    ],
)
def test_what_is_not_text_is_one_line_and_the_rest_is_read(
    content: bytes, error: str, project: Project
) -> None:
    folder = project({"good.sql": CREATE})
    (folder / "bad.sql").write_bytes(content)

    found = read(".")

    assert [str(each) for each in found.errors] == [error]
    assert [each.path for each in found.migrations] == ["good.sql"]


def test_a_byte_order_mark_is_not_sql(project: Project) -> None:
    folder = project({})
    (folder / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1")

    assert [each.sql for each in read("a.sql").migrations] == ["select 1"]


@pytest.mark.parametrize(
    ("files", "path", "tool", "error"),
    [
        ({}, "nowhere", None, "nowhere: no such file or folder"),
        ({}, "nowhere.sql", None, "nowhere.sql: no such file or folder"),
        (
            {},
            ".",
            None,
            ".: no migrations in it: no .sql files, and nothing of a known migration tool",
        ),
        ({"a.txt": ""}, ".", "flyway", ".: no flyway migrations in it"),
        (
            {"prisma/migrations/1/migration.sql": "", "db/migration/V1__a.sql": ""},
            ".",
            None,
            (
                ".: holds migrations of prisma (prisma/migrations) and flyway (db/migration); "
                "name one of the folders, or a tool with --tool"
            ),
        ),
    ],
)
def test_nothing_to_read_is_one_line(
    files: dict[str, str], path: str, tool: str | None, error: str, project: Project
) -> None:
    project(files)

    assert errors(path, tool=tool) == [error]


def test_an_empty_path_is_refused_and_not_taken_for_nothing_to_do(project: Project) -> None:
    project({"1.sql": CREATE})

    with pytest.raises(SourceError, match=r"'': no such file or folder"):
        read("")


def test_a_pipe_is_read_as_a_file_is(project: Project) -> None:
    project({})
    reader, writer = os.pipe()
    os.write(writer, CREATE.encode())
    os.close(writer)

    assert [each.sql for each in read(f"/dev/fd/{reader}").migrations] == [CREATE]

    os.close(reader)


def test_a_python_file_of_no_tool_is_one_line(project: Project) -> None:
    project({"seed.py": "print('hello')"})

    assert errors("seed.py") == ["seed.py: a Python file of no known migration tool"]


def test_what_is_wrong_with_a_whole_history_is_said_whatever_is_linted(project: Project) -> None:
    found = history.History(
        errors=(SourceError("two heads", path="db"), SourceError("binary", path="a.sql"))
    )
    project({"a.sql": ""})

    assert [str(each) for each in found.but_lint(lambda _: False).errors] == ["db: two heads"]


@pytest.mark.parametrize(
    ("loose", "found"),
    [
        ("schema.sql", ["migrations/1.sql"]),
        ("2_b.sql", ["2_b.sql", "migrations/1.sql"]),
    ],
)
def test_a_dump_beside_the_migrations_is_none_of_them(
    loose: str, found: list[str], project: Project
) -> None:
    project({loose: CREATE, "migrations/1.sql": CREATE})

    assert [each.path for each in read(".").migrations] == found


def test_a_tool_that_is_named_settles_which_folder_is_meant(project: Project) -> None:
    project({"prisma/migrations/1/migration.sql": CREATE, "db/migration/V1__a.sql": CREATE})

    assert [each.path for each in read(".", tool="flyway").migrations] == ["db/migration/V1__a.sql"]
