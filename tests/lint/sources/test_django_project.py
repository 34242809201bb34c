"""A project as Django's own commands make it, read without a database and by `sqlmigrate`."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lint.migration import Down, Migration, Transactions
from lint.sources import history
from lint.sources.options import Options
from tests.conftest import Databases

FIRST = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)
    email = models.TextField(db_index=True)


class Book(models.Model):
    title = models.TextField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""
SECOND = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)
    email = models.TextField(unique=True)
    score = models.IntegerField(default=0)


class Book(models.Model):
    title = models.TextField(null=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="titled")]
"""
BY_HAND = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shop", "0002_second")]
    operations = [
        AddIndexConcurrently("book", models.Index(fields=["title"], name="book_title")),
    ]
"""


def _manage(project: Path, *line: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *line],
        cwd=project, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def shop(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: Callable[[int], str]
) -> Iterator[Path]:
    """A project of three migrations; its database is there for `sqlmigrate`, which connects."""
    project = tmp_path_factory.mktemp("project")
    command = [sys.executable, "-m", "django", "startproject", "site_of_shop", "."]
    subprocess.run(command, cwd=project, check=True)
    _manage(project, "startapp", "shop")
    databases = Databases(postgres_url(18))
    with psycopg.connect(databases.create()) as connection:
        info = connection.info
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": info.host,
            "PORT": info.port,
            "NAME": info.dbname,
            "USER": info.user,
            "PASSWORD": info.password,
        }
    with (project / "site_of_shop" / "settings.py").open("a") as settings:
        settings.write(f"\nINSTALLED_APPS += ['shop']\nDATABASES = {{'default': {database!r}}}\n")
    for models, name in ((FIRST, "first"), (SECOND, "second")):
        (project / "shop" / "models.py").write_text(models)
        _manage(project, "makemigrations", "shop", "--name", name)
    (project / "shop" / "migrations" / "0003_by_hand.py").write_text(BY_HAND)
    yield project
    databases.drop_all()


@pytest.fixture(scope="module")
def migrations(shop: Path) -> list[Migration]:
    """What the linter reads of the project's own app."""
    found = history.read([str(shop)], "django", Options(python=sys.executable))
    assert found.errors == ()
    return [each for each in found.migrations if each.id.startswith("shop")]


def _statements(sql: str) -> list[str]:
    """Return the statements without comments, blanks and the transaction around them."""
    bare = re.sub(r"--[^\n]*", "", sql)
    words = [" ".join(each.split()) for each in bare.split(";")]
    return [each for each in words if each and each not in {"BEGIN", "COMMIT"}]


def test_what_is_read_is_what_sqlmigrate_prints(shop: Path, migrations: list[Migration]) -> None:
    read = {each.id: _statements(each.sql) for each in migrations}

    printed = {}
    for name in ("0001_first", "0002_second", "0003_by_hand"):
        # It asks the database for the names of what it drops: those before must be applied.
        printed[f"shop.{name}"] = _statements(_manage(shop, "sqlmigrate", "shop", name))
        _manage(shop, "migrate", "shop", name)

    assert read == printed
    assert all(printed.values())


def test_the_transactions_are_those_of_the_migration_classes(migrations: list[Migration]) -> None:
    assert [(each.id, each.transactions, each.down) for each in migrations] == [
        ("shop.0001_first", Transactions.WRAPPED, Down.PRESENT),
        ("shop.0002_second", Transactions.WRAPPED, Down.PRESENT),
        ("shop.0003_by_hand", Transactions.SEPARATE, Down.PRESENT),
    ]


def test_the_server_takes_the_migrations_as_they_were_read(
    migrations: list[Migration], database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for migration in migrations:
            for statement in _statements(migration.sql):
                connection.execute(statement.encode())

        found = connection.execute(
            "select indexname from pg_indexes where tablename = 'shop_book'"
        ).fetchall()

    assert ("book_title",) in found
