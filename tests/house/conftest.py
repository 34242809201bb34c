"""The repository, read and copied."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PACKAGES = ("api", "lint", "migrations", "models")


def pyproject() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def run_tool(
    *line: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a tool of our environment; what it writes comes back as one text."""
    return subprocess.run(
        [TOOLS / line[0], *line[1:]],
        cwd=cwd, env=os.environ | environment, text=True, check=False, timeout=600,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """The four packages and their configuration, to plant something wrong in."""
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def bare_tree(tmp_path: Path) -> Path:
    """The packages without their modules, and the configuration: small, to be checked quickly."""
    for package in PACKAGES:
        for source in (ROOT / package).rglob("__init__.py"):
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text('"""A package."""\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "conftest.py").touch()
    for name in ("pyproject.toml", ".pre-commit-config.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(TOOLS.parent)
    return tmp_path
