"""Alembic's revisions, run offline in a process of their own."""

import pytest

from lint.migration import Down, Place, Transactions
from lint.sources import history
from lint.sources.history import History
from lint.sources.options import Options
from tests.lint.conftest import Project

INI = "[alembic]\nscript_location = %(here)s/db\n"
WANTS_A_DATABASE = "import os\nos.environ['A_DATABASE_THAT_NOBODY_NAMED']\n"
NAMES_CONSTRAINTS = """
from alembic import context
from sqlalchemy import MetaData

metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})
context.configure(
    dialect_name="postgresql", target_metadata=metadata, transaction_per_migration=True
)
context.run_migrations()
"""
HEAD = "import sqlalchemy as sa\nfrom alembic import op\n"


def revision(name: str, parent: str | None, upgrade: str, downgrade: str = "pass") -> str:
    lines = "\n    ".join(upgrade.strip().split("\n"))
    return (
        f"{HEAD}revision = {name!r}\ndown_revision = {parent!r}\n\n\n"
        f"def upgrade():\n    {lines}\n\n\ndef downgrade():\n    {downgrade}\n"
    )


def read(*paths: str) -> History:
    return history.read(paths or ["."], None, Options())


def texts(found: History) -> list[str]:
    return [migration.sql for migration in found.migrations]


@pytest.mark.parametrize("env", [WANTS_A_DATABASE, "raise SystemExit(3)\n", NAMES_CONSTRAINTS])
def test_the_sql_is_read_whatever_env_py_asks_for(env: str, project: Project) -> None:
    create = revision("1", None, "op.execute('create table a (id bigint)')")
    project({"alembic.ini": INI, "db/env.py": env, "db/versions/1_a.py": create})

    found = read()

    assert found.errors == ()
    assert texts(found) == ["create table a (id bigint);\n"]


def test_env_py_names_constraints_and_transactions(project: Project) -> None:
    unique = revision("1", None, "op.create_unique_constraint(None, 'a', ['b'])")
    project({"alembic.ini": INI, "db/env.py": NAMES_CONSTRAINTS, "db/versions/1.py": unique})

    (migration,) = read().migrations

    assert migration.sql == "ALTER TABLE a ADD CONSTRAINT uq_a_b UNIQUE (b);\n"
    assert migration.transactions is Transactions.WRAPPED


def test_all_pending_revisions_share_a_transaction_unless_env_py_says_otherwise(
    project: Project,
) -> None:
    first = revision("1", None, "op.execute('select 1')")
    project({"alembic.ini": INI, "db/env.py": WANTS_A_DATABASE, "db/versions/1.py": first})

    assert [each.transactions for each in read().migrations] == [Transactions.JOINED]


def test_an_autocommit_block_stands_between_commit_and_begin(project: Project) -> None:
    upgrade = """
op.execute("alter table a add b text")
with op.get_context().autocommit_block():
    op.execute("create index concurrently i on a (b)")
op.execute("select '100%'")
"""
    project(
        {
            "alembic.ini": INI,
            "db/env.py": WANTS_A_DATABASE,
            "db/versions/1.py": revision("1", None, upgrade),
        }
    )

    (migration,) = read().migrations

    assert migration.transactions is Transactions.SEPARATE
    assert migration.sql == (
        "BEGIN;\nalter table a add b text;\nCOMMIT;\n"
        "create index concurrently i on a (b);\nBEGIN;\nselect '100%';\nCOMMIT;\n"
    )


def test_a_finding_points_at_the_sql_or_at_the_call_that_made_it(project: Project) -> None:
    upgrade = """
op.execute('''
    alter table a
        drop column b
''')
op.add_column(
    "a", sa.Column("ž", sa.Text, nullable=False)
)
"""
    project({"db/env.py": "", "db/versions/1.py": revision("1", None, upgrade)})

    (migration,) = read("db").migrations

    dropped = migration.sql.index("drop column b")
    added = migration.sql.index("ADD COLUMN")
    assert migration.path == "db/versions/1.py"
    assert migration.positions.locate(dropped, dropped + 13) == Place(10, 13, 10, 26)
    assert migration.positions.locate(added, added + 3) == Place(12, 5, 14, 6)


def test_sql_that_was_moved_to_the_margin_is_found_in_the_file(project: Project) -> None:
    upgrade = """
from textwrap import dedent
for statement in dedent('''
    drop table a;
    alter table b
        drop column c;
''').split(";")[:2]:
    op.execute(statement)
"""
    project({"db/env.py": "", "db/versions/1.py": revision("1", None, upgrade)})

    (migration,) = read("db").migrations

    assert migration.sql == "drop table a;\nalter table b\n    drop column c;\n"
    dropped = migration.sql.index("drop column c")
    assert migration.positions.locate(0, 12) == Place(10, 9, 10, 21)
    assert migration.positions.locate(dropped, dropped + 13) == Place(12, 13, 12, 26)


def test_sql_that_a_helper_adds_to_is_found_in_the_file(project: Project) -> None:
    upgrade = """
def run(sql):
    op.execute("set local lock_timeout = '3s';" + sql)
run("drop table a; drop table b")
"""
    project({"db/env.py": "", "db/versions/1.py": revision("1", None, upgrade)})

    (migration,) = read("db").migrations

    dropped = migration.sql.index("drop table b")
    assert migration.positions.locate(dropped, dropped + 12) == Place(10, 24, 10, 36)
    assert migration.positions.locate(0, 3) == Place(9, 21, 9, 24)


def test_comments_that_speak_to_the_linter_go_with_their_statement(project: Project) -> None:
    upgrade = """
# headgate: allow HG201 because the table is small
op.execute("alter table a alter b set not null")
op.execute("drop table b")  # headgate: allow HG301 because it is empty
op.execute("drop table c")
"""
    text = "# headgate: allow-file HG501 because of the pipeline\n" + revision("1", None, upgrade)
    project({"db/env.py": "", "db/versions/1.py": text})

    (migration,) = read("db").migrations

    assert migration.sql == (
        "-- headgate: allow-file HG501 because of the pipeline\n"
        "-- headgate: allow HG201 because the table is small\n"
        "alter table a alter b set not null;\n"
        "-- headgate: allow HG301 because it is empty\n"
        "drop table b;\n"
        "drop table c;\n"
    )


@pytest.mark.parametrize(
    ("downgrade", "down"),
    [
        ("op.drop_table('a')", Down.PRESENT),
        ("pass", Down.ABSENT),
        ("raise NotImplementedError", Down.ABSENT),
        ("'''nothing'''", Down.ABSENT),
    ],
)
def test_a_downgrade_that_does_nothing_is_none(
    downgrade: str, down: Down, project: Project
) -> None:
    text = revision("1", None, "op.execute('select 1')", downgrade)
    project({"db/env.py": "", "db/versions/1.py": text})

    assert [each.down for each in read("db").migrations] == [down]


def test_revisions_run_in_the_order_of_their_parents(project: Project) -> None:
    project(
        {
            "db/env.py": "",
            "db/versions/a.py": revision("c", "b", "op.execute('select 3')"),
            "db/versions/b.py": revision("a", None, "op.execute('select 1')"),
            "db/versions/c.py": revision("b", "a", "op.execute('select 2')"),
        }
    )

    assert [each.id for each in read("db").migrations] == ["a", "b", "c"]


def test_two_bases_that_are_merged_are_one_history(project: Project) -> None:
    batch = (
        "with op.batch_alter_table('a') as batch:\n"
        "    batch.add_column(sa.Column('b', sa.Text))\n"
        "    batch.alter_column('id', nullable=False)"
    )
    second = revision("2", None, batch).replace("down_revision", "depends_on = '1'\ndown_revision")
    merge = revision("3", None, "pass").replace("None", "('1', '2')")
    project(
        {
            "alembic.ini": INI,
            "db/env.py": WANTS_A_DATABASE,
            "db/versions/2_b.py": second,
            "db/versions/1_a.py": revision("1", None, "op.execute('create table a (id int)')"),
            "db/versions/3_merge.py": merge,
        }
    )

    found = read()

    assert found.errors == ()
    assert texts(found) == [
        "create table a (id int);\n",
        "ALTER TABLE a ADD COLUMN b TEXT;\nALTER TABLE a ALTER COLUMN id SET NOT NULL;\n",
        "",
    ]


def test_a_named_revision_is_linted_on_top_of_those_before_it(project: Project) -> None:
    project(
        {
            "db/env.py": "",
            "db/versions/1.py": revision("1", None, "op.execute('select 1')"),
            "db/versions/2.py": revision("2", "1", "op.execute('select 2')"),
            "db/versions/3.py": revision("3", "2", "op.execute('select 3')"),
        }
    )

    found = read("db/versions/2.py").migrations

    assert [(each.id, each.is_linted) for each in found] == [("1", False), ("2", True)]


@pytest.mark.parametrize("path", [".", "1.py"])
def test_a_revision_is_found_from_the_folder_it_is_in(
    path: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = revision("1", None, "op.execute('select 1')")
    folder = project({"alembic.ini": INI, "db/env.py": "", "db/versions/1.py": first})
    monkeypatch.chdir(folder / "db" / "versions")

    assert [(each.id, each.path) for each in read(path).migrations] == [("1", "1.py")]


def test_the_projects_packages_are_found_beside_its_configuration(project: Project) -> None:
    upgrade = "from shop.sql import STATEMENT\nop.execute(STATEMENT)"
    project(
        {
            "shop/sql.py": "STATEMENT = 'select 7'\nprint('to nowhere')\n",
            "alembic.ini": INI,
            "db/env.py": WANTS_A_DATABASE,
            "db/versions/1.py": revision("1", None, upgrade),
        }
    )

    assert texts(read()) == ["select 7;\n"]


def test_pyproject_toml_configures_it_as_well(project: Project) -> None:
    project(
        {
            "pyproject.toml": '[tool.alembic]\nscript_location = "%(here)s/db"\n',
            "db/env.py": WANTS_A_DATABASE,
            "db/versions/1.py": revision("1", None, "op.execute('select 1')"),
        }
    )

    assert texts(read("db")) == ["select 1;\n"]


def test_a_broken_revision_is_its_last_line_and_the_rest_is_read(project: Project) -> None:
    project(
        {
            "db/env.py": "",
            "db/versions/1.py": revision("1", None, "op.execute('select 1')"),
            "db/versions/2.py": revision("2", "1", "op.execute('select 2')\n1 / 0"),
            "db/versions/3.py": revision("3", "2", "op.execute('select 3')"),
        }
    )

    found = read("db")

    assert [str(each) for each in found.errors] == [
        "db/versions/2.py:9: revision 2: ZeroDivisionError: division by zero"
    ]
    assert texts(found) == ["select 1;\n", "select 2;\n", "select 3;\n"]


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (
            {"1.py": revision("1", None, "1 +")},
            "db/versions/1.py:8: SyntaxError: invalid syntax",
        ),
        (
            {"1.py": "import nothing_of_that_name\n" + revision("1", None, "pass")},
            "db/versions/1.py:1: ModuleNotFoundError: No module named 'nothing_of_that_name'",
        ),
        (
            {"1.py": revision("1", "2", "pass"), "2.py": revision("2", "1", "pass")},
            "db: cycle is detected in revisions (1, 2)",
        ),
        (
            {"1.py": revision("1", None, "pass"), "1_too.py": revision("1", None, "pass")},
            "db/versions/1_too.py: revision '1' is also that of 1.py; give one another id",
        ),
        (
            {"1.py": revision("2", "1", "pass")},
            "db/versions/1.py: revision '2' names a parent '1' that no file has",
        ),
    ],
)
def test_a_history_that_cannot_be_read_is_one_line(
    files: dict[str, str], error: str, project: Project
) -> None:
    project({"db/env.py": "", **{f"db/versions/{name}": text for name, text in files.items()}})

    found = read("db")

    assert [str(each) for each in found.errors] == [error]
    assert found.migrations == ()


def test_two_heads_are_an_error_and_both_are_read(project: Project) -> None:
    project(
        {
            "db/env.py": "",
            "db/versions/1.py": revision("1", None, "pass"),
            "db/versions/2.py": revision("2", "1", "pass"),
            "db/versions/3.py": revision("3", "1", "pass"),
        }
    )

    found = read("db")

    assert [str(each) for each in found.errors] == [
        "db: 2 heads, 2 and 3: Alembic cannot tell which comes last; run alembic merge"
    ]
    assert len(found.migrations) == 3


def test_an_interpreter_without_alembic_is_one_line(project: Project) -> None:
    folder = project({"db/env.py": "", "db/versions/1.py": revision("1", None, "pass")})
    python = folder / "python"
    python.write_text(
        "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'alembic'\" >&2\nexit 1\n"
    )
    python.chmod(0o755)

    found = history.read(["db"], None, Options(python=str(python)))

    assert [str(each) for each in found.errors] == [
        (
            f"db: alembic is not installed for {python}; "
            "name the project's interpreter with --python PATH, or pip install alembic"
        )
    ]


def test_an_interpreter_that_is_not_there_is_one_line(project: Project) -> None:
    project({"db/env.py": "", "db/versions/1.py": revision("1", None, "pass")})

    found = history.read(["db"], None, Options(python="/no/such/python"))

    assert [str(each) for each in found.errors] == [
        "db: python '/no/such/python': no such file or directory"
    ]
