import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are another package

from tests.house.conftest import ROOT, run_tool


class Hook(TypedDict):
    id: str
    entry: str
    language: str


class Repository(TypedDict):
    repo: str
    hooks: list[Hook]


class Configuration(TypedDict):
    repos: list[Repository]


def configuration() -> Configuration:
    loaded: Configuration = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    return loaded


VIOLATIONS = {
    "ruff-format": ("models/planted.py", '"""Planted."""\n\nnumber  =  1\n'),
    "ruff-check": ("models/planted.py", '"""Planted."""\n\nimport os\n'),
    "mypy": ("models/planted.py", '"""Planted."""\n\nnumber: int = "one"\n'),
    "import-linter": ("models/planted.py", '"""Planted."""\n\nimport api\n'),
}


def test_every_hook_runs_the_tools_that_ci_runs() -> None:
    repositories = configuration()["repos"]

    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")


@pytest.mark.parametrize("hook", VIOLATIONS)
def test_a_hook_stops_what_it_is_there_for(hook: str, bare_tree: Path) -> None:
    assert run_hook(hook, bare_tree).returncode == 0
    path, source = VIOLATIONS[hook]
    (bare_tree / path).write_text(source)

    stopped = run_hook(hook, bare_tree)

    assert stopped.returncode == 1
    assert "Failed" in stopped.stdout


def run_hook(hook: str, tree: Path) -> subprocess.CompletedProcess[str]:
    for line in (["git", "init", "--quiet"], ["git", "add", "--all", ":!.venv"]):
        subprocess.run(line, cwd=tree, check=True)
    home = {"PRE_COMMIT_HOME": str(tree.parent / "pre-commit"), "PYTHONPATH": str(tree)}
    return run_tool("pre-commit", "run", hook, "--all-files", cwd=tree, **home)
