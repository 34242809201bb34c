"""Our own linter over our own migrations: nothing is found that no reason was written for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.database.embedded import MAJORS
from tests.migrations.history import REVISIONS

MIGRATIONS = Path("migrations")
PLANTED = f'''"""Planted."""

from migrations.sql import run

revision = "planted"
down_revision = "{REVISIONS[-1]}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("alter table carts rename column items to lines;")


def downgrade() -> None:
    run("alter table carts rename column lines to items;")
'''


def lint(folder: Path, major: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("headgate-lint"), "check", folder, f"--pg-version={major}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("oldest_to_newest", [14, *MAJORS])
def test_every_revision_passes_our_linter(oldest_to_newest: int) -> None:
    done = lint(MIGRATIONS, oldest_to_newest)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "nothing found" in done.stdout


def test_a_risky_revision_is_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "planted.py").write_text(PLANTED)
    done = lint(folder, MAJORS[-1])
    assert done.returncode == 1
    assert "column items of carts" in done.stdout
