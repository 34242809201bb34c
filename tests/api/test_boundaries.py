"""The boundaries inside the API hold, and a violation would be found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("api", "lint", "migrations", "models")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the packages and their configuration, to be broken."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder: Path) -> list[str]:
    line = [str(LINT_IMPORTS), "--no-cache"]
    said = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False).stdout
    return [row.removesuffix(" BROKEN") for row in said.splitlines() if row.endswith(" BROKEN")]


@pytest.mark.parametrize(
    ("module", "planted", "broken"),
    [
        ("api/orders/types.py", "", []),
        (
            "api/orders/types.py",
            "import api.blasts.types",
            ["the API's domains do not import one another"],
        ),
        (
            "api/graphql/names.py",
            "import api.orders.types",
            [
                "the API's domains do not import one another",
                "what the API's domains share imports none of them",
            ],
        ),
    ],
)
def test_a_planted_import_across_a_boundary_is_found(
    copy: Path, module: str, planted: str, broken: list[str]
) -> None:
    with (copy / module).open("a") as text:
        text.write(f"\n{planted}\n")
    assert broken_contracts(copy) == broken
