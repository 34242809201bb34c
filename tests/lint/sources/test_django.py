"""What `sqlmigrate` prints, and projects that cannot be asked."""

import venv

import pytest

from lint.migration import Transactions
from lint.sources import history
from lint.sources.options import Options
from tests.lint.conftest import Project

PRINTED = """BEGIN;
--
-- Add field email to author
--
ALTER TABLE "author" ADD COLUMN "email" text DEFAULT '' NOT NULL;
COMMIT;
"""


def test_what_sqlmigrate_printed_says_itself_where_the_transactions_are(project: Project) -> None:
    project({"0002.sql": PRINTED})

    (migration,) = history.read(["0002.sql"], "django", Options()).migrations

    assert (migration.id, migration.sql) == ("0002", PRINTED)
    assert migration.transactions is Transactions.SEPARATE


@pytest.mark.parametrize("path", [".", "shop/migrations", "shop/migrations/0001_initial.py"])
def test_a_project_without_django_is_one_line(path: str, project: Project) -> None:
    project(
        {
            "manage.py": "import django\n",
            "shop/migrations/__init__.py": "",
            "shop/migrations/0001_initial.py": "class Migration: ...\n",
        }
    )

    venv.create("bare", with_pip=False)
    python = "bare/bin/python"

    found = history.read([path], None, Options(python=python))

    assert [each.message for each in found.errors] == [
        (
            f"django is not installed for {python}; "
            "name the project's interpreter with --python PATH, or pip install django"
        )
    ]
