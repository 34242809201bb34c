"""A Django project as Django's own commands make it: two applications, with their migrations."""

import os
import re
import subprocess
import sys
from pathlib import Path

SHOP = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100)
    email = models.EmailField(unique=True)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.TextField(db_index=True)
    pages = models.PositiveIntegerField(null=True)

    class Meta:
        unique_together = [("author", "title")]
"""
ORDERS = """
from django.conf import settings
from django.db import models


class Order(models.Model):
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    book = models.ForeignKey("shop.Book", on_delete=models.PROTECT)
"""
DATABASE = """
import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("SHOP_HOST", "127.0.0.1"),
        "PORT": os.environ.get("SHOP_PORT", "1"),
        "USER": os.environ.get("SHOP_USER", ""),
        "PASSWORD": os.environ.get("SHOP_PASSWORD", ""),
        "NAME": os.environ.get("SHOP_DATABASE", "shop"),
    }
}
INSTALLED_APPS += ["django.contrib.postgres", "shop", "orders"]
"""


def make_project(folder: Path) -> None:
    """Make a project in a folder."""
    run(folder, "-m", "django", "startproject", "bookshop", ".")
    for application, models in (("shop", SHOP), ("orders", ORDERS)):
        manage(folder, "startapp", application)
        (folder / application / "models.py").write_text(models, encoding="utf-8")
    settings = folder / "bookshop" / "settings.py"
    text = re.sub(r"DATABASES = \{.*?\n\}\n", "", settings.read_text(), flags=re.DOTALL)
    settings.write_text(text + DATABASE, encoding="utf-8")
    manage(folder, "makemigrations", "shop", "orders")


def manage(folder: Path, *arguments: str, **environment: str) -> str:
    """Run one of the project's commands and return what it printed."""
    return run(folder, "manage.py", *arguments, **environment)


def run(folder: Path, *arguments: str, **environment: str) -> str:
    """Run Python in the project and return what it printed."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        env=os.environ | environment,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def migration(
    operations: str, *dependencies: tuple[str, str], head: str = "", body: str = ""
) -> str:
    """Return the text of a migration."""
    return (
        "from django.db import migrations, models\n"
        f"{head}\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = {list(dependencies)!r}\n{body}"
        f"    operations = [\n{operations}\n    ]\n"
    )
