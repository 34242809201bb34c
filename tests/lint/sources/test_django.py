"""Django projects, made by Django's own commands, and what `sqlmigrate` prints."""

import shutil
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from api.database import embedded
from lint.migration import Down, Transactions
from lint.sources import history
from lint.sources.history import History
from lint.sources.options import Options
from lint.sources.statements import split
from tests.conftest import Databases
from tests.lint.conftest import Project
from tests.lint.sources.django_project import make_project, manage, migration

FIRST = ("shop", "0001_initial")
PRINTED = """BEGIN;
--
-- Add field email to author
--
ALTER TABLE "author" ADD COLUMN "email" text DEFAULT '' NOT NULL;
COMMIT;
"""
ASKS = migration(
    """\
        TrigramExtension(),
        migrations.AlterUniqueTogether("book", set()),
        migrations.AlterField("author", "email", models.EmailField(max_length=254)),
        migrations.AlterField("book", "title", models.TextField()),
        migrations.AlterField("book", "pages", models.IntegerField(null=True)),
        migrations.RemoveField("book", "author"),
        migrations.AddField("book", "isbn", models.CharField(unique=True, null=True)),
        migrations.AddConstraint(
            "book", models.CheckConstraint(condition=models.Q(pages__gt=0), name="pages_positive")
        ),
        migrations.RunSQL([("update shop_author set name = %s where id %% 2 = 0", ["it's"])]),""",
    FIRST,
    head="from django.contrib.postgres.operations import TrigramExtension\n",
)
CONCURRENT = migration(
    """\
        AddIndexConcurrently("book", models.Index(fields=["pages"], name="book_pages")),""",
    FIRST,
    head="from django.contrib.postgres.operations import AddIndexConcurrently\n",
    body="    atomic = False\n",
)
UNSEEN = migration(
    """\
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(fill)]),""",
    FIRST,
    head="def fill(apps, editor):\n    raise ValueError\n",
)
SQUASHED = migration(
    """\
        migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),""",
    FIRST,
    body='    replaces = [("shop", "0002_first"), ("shop", "0003_second")]\n',
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("django")
    make_project(folder)
    return folder


@pytest.fixture
def shop(made: Path, project: Project) -> Project:
    """Add files to a copy of the project, which is the working directory."""

    def write(files: Mapping[str, str]) -> Path:
        folder = project({})
        shutil.copytree(made, folder, dirs_exist_ok=True)
        return project({f"shop/migrations/{name}.py": text for name, text in files.items()})

    return write


def read(*paths: str) -> History:
    return history.read(paths or ["."], None, Options(python=sys.executable))


def words(found: History, identity: str) -> list[str]:
    (chosen,) = (each for each in found.migrations if each.id == identity)
    return [statement.words for statement in split(chosen.sql)]


def test_a_project_is_read_in_the_order_of_its_dependencies(shop: Project) -> None:
    shop({})

    found = read()

    assert found.errors == ()
    ours = [(each.id, each.path) for each in found.migrations if each.is_linted]
    assert ours == [
        ("shop.0001_initial", "shop/migrations/0001_initial.py"),
        ("orders.0001_initial", "orders/migrations/0001_initial.py"),
    ]
    others = {each.id.partition(".")[0] for each in found.migrations if not each.is_linted}
    assert others == {"admin", "auth", "contenttypes", "sessions"}


@pytest.mark.parametrize("major", [max(embedded.MAJORS)])
def test_what_is_read_is_what_sqlmigrate_prints_beside_a_live_database(
    shop: Project, databases: Databases
) -> None:
    folder = shop({"0002_next": ASKS})
    there = psycopg.conninfo.conninfo_to_dict(databases.create())
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    environment = {f"SHOP_{names[key]}": str(there[key]) for key in names if key in there}
    environment["SHOP_DATABASE"] = str(there["dbname"])
    manage(folder, "migrate", "shop", "0001", **environment)

    printed = manage(folder, "sqlmigrate", "shop", "0002", **environment)

    control = {"BEGIN", "COMMIT"}
    expected = [each.words for each in split(printed) if each.words not in control]
    assert words(read(), "shop.0002_next") == expected


def test_a_migration_that_is_not_atomic_has_no_transaction(shop: Project) -> None:
    shop({"0002_next": CONCURRENT})

    found = read("shop/migrations/0002_next.py")

    (linted,) = (each for each in found.migrations if each.is_linted)
    assert (linted.transactions, linted.down) == (Transactions.SEPARATE, Down.PRESENT)
    at = linted.sql.index("CREATE INDEX CONCURRENTLY")
    assert linted.positions.locate(at, at + 6).line == 9


def test_a_migration_is_found_from_the_folder_it_is_in(
    shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop({}) / "shop" / "migrations")

    linted = [each.path for each in read("0001_initial.py").migrations if each.is_linted]

    assert linted == ["0001_initial.py"]


def test_python_code_is_not_run_and_cannot_be_seen(shop: Project) -> None:
    shop({"0002_next": UNSEEN})

    found = read()

    assert words(found, "shop.0002_next") == ['DO LANGUAGE "Python" $$fill$$'] * 2
    (unseen,) = (each for each in found.migrations if each.id == "shop.0002_next")
    assert unseen.down is Down.ABSENT


def test_a_squashed_migration_takes_the_place_of_those_it_replaces(shop: Project) -> None:
    nothing = migration("")
    shop(
        {
            "0002_first": nothing.replace("[]", f"[{FIRST}]"),
            "0003_second": nothing.replace("[]", "[('shop', '0002_first')]"),
            "0002_squashed": SQUASHED,
        }
    )

    ours = [each.id for each in read().migrations if each.is_linted]

    assert ours == ["shop.0001_initial", "orders.0001_initial", "shop.0002_squashed"]


def test_an_operation_that_fails_is_one_line_and_the_others_are_read(shop: Project) -> None:
    wrong = 'migrations.RemoveField("book", "cover"),\n        migrations.RunSQL("select 1"),'
    shop({"0002_next": migration(f"        {wrong}", FIRST)})

    found = read()

    (error,) = found.errors
    assert str(error).startswith("shop/migrations/0002_next.py:7: migration shop.0002_next: ")
    assert "cover" in error.message
    assert words(found, "shop.0002_next") == ["select 1"]


def test_a_name_that_only_the_database_knows_is_an_error(shop: Project) -> None:
    rename = 'migrations.RenameField("book", "author", "writer"),'
    remove = 'migrations.RemoveField("book", "writer"),'
    shop({"0002_next": migration(f"        {rename}\n        {remove}", FIRST)})

    assert [str(each) for each in read().errors] == [
        (
            "shop/migrations/0002_next.py:8: migration shop.0002_next: OperationalError: "
            "it asks the database for the name of the foreign key of shop_book (writer_id)"
        )
    ]


@pytest.mark.parametrize(
    ("files", "settings", "error"),
    [
        (
            {"0002_next": "class Migration(:\n"},
            "",
            (
                "shop/migrations/0002_next.py:1: the project cannot be set up: "
                "SyntaxError: invalid syntax (0002_next.py, line 1)"
            ),
        ),
        (
            {"0002_next": migration("", ("shop", "0001_gone"))},
            "",
            (
                ".: the project cannot be set up: NodeNotFoundError: Migration shop.0002_next "
                "dependencies reference nonexistent parent node ('shop', '0001_gone')"
            ),
        ),
        (
            {"0002_a": migration("", FIRST), "0002_b": migration("", FIRST)},
            "",
            (".: app 'shop' has 2 last migrations, 0002_a and 0002_b; run makemigrations --merge"),
        ),
        (
            {},
            "\nos.environ['SHOP_SECRET']\n",
            ("bookshop/settings.py:{line}: the project cannot be set up: KeyError: 'SHOP_SECRET'"),
        ),
        (
            {},
            "\nINSTALLED_APPS += ['nowhere']\n",
            ".: the project cannot be set up: ModuleNotFoundError: No module named 'nowhere'",
        ),
    ],
)
def test_a_project_that_cannot_be_read_is_one_line(
    files: dict[str, str], settings: str, error: str, shop: Project
) -> None:
    folder = shop(files)
    with (folder / "bookshop" / "settings.py").open("a") as written:
        written.write(settings)
    line = (folder / "bookshop" / "settings.py").read_text().count("\n")

    assert [str(each) for each in read().errors] == [error.format(line=line)]


def test_an_application_that_asks_the_database_when_it_starts_is_told_there_is_none(
    shop: Project,
) -> None:
    folder = shop({})
    (folder / "shop" / "apps.py").write_text(
        "from django.apps import AppConfig\nfrom django.db import OperationalError\n\n\n"
        "class ShopConfig(AppConfig):\n"
        "    name = 'shop'\n\n"
        "    def ready(self):\n"
        "        try:\n"
        "            list(self.get_model('Author').objects.all())\n"
        "        except OperationalError:\n"
        "            pass  # as a project does that is also built without a database\n"
    )

    assert read().errors == ()


def test_what_sqlmigrate_printed_says_itself_where_the_transactions_are(project: Project) -> None:
    project({"0002.sql": PRINTED})

    (found,) = history.read(["0002.sql"], "django", Options()).migrations

    assert (found.id, found.sql) == ("0002", PRINTED)
    assert found.transactions is Transactions.SEPARATE


@pytest.mark.parametrize("path", [".", "shop/migrations", "shop/migrations/0001_initial.py"])
def test_a_project_without_django_is_one_line(path: str, project: Project) -> None:
    folder = project(
        {
            "manage.py": "import django\n",
            "shop/migrations/__init__.py": "",
            "shop/migrations/0001_initial.py": "class Migration: ...\n",
        }
    )
    venv.create(folder / "bare")
    python = str(folder / "bare" / "bin" / "python")

    found = history.read([path], None, Options(python=python))

    assert [each.message for each in found.errors] == [
        (
            f"django is not installed for {python}; "
            "name the project's interpreter with --python PATH, or pip install django"
        )
    ]
