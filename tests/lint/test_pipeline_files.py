"""The files that bring the linter into other people's pipelines do what they say."""

import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
import yaml  # type: ignore[import-untyped]  # comes with pre-commit, whose files these are

from lint.arguments import build_parser
from tests.lint.conftest import Project

ROOT = Path(__file__).parents[2]
HISTORY = {
    "m/0001.sql": "create table author (id bigint primary key, name text);\n",
    "m/0002.sql": "alter table author alter column name set not null;\n",
}


def loaded(name: str) -> object:
    return cast("object", yaml.safe_load((ROOT / name).read_text(encoding="utf-8")))


def test_pre_commit_accepts_the_hook() -> None:
    manifest = str(ROOT / ".pre-commit-hooks.yaml")

    ended = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", manifest],
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_hooks_command_is_one_the_linter_knows() -> None:
    hooks = loaded(".pre-commit-hooks.yaml")
    assert isinstance(hooks, list)
    (hook,) = hooks
    program, *arguments = hook["entry"].split()

    given = build_parser().parse_args(arguments)

    assert program == "headgate-lint"
    assert (given.command, given.since, hook["pass_filenames"]) == ("check", "HEAD", False)


def action_script() -> str:
    action = loaded("action.yml")
    assert isinstance(action, dict)
    script: str = action["runs"]["steps"][-1]["run"]
    return script


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        (HISTORY, 1, "::error title=HG201 set-not-null-scans-table,file=m/0002.sql,line=1,"),
        ({"m/0001.sql": HISTORY["m/0001.sql"]}, 0, "Checked 1 migration (1 statement)"),
        ({"m/0001.sql": "create tabel x;"}, 2, "::error title=cannot be read,file=m/0001.sql"),
    ],
)
def test_the_action_annotates_summarises_and_stops(
    files: dict[str, str], status: int, said: str, project: Project
) -> None:
    folder = project(files)
    program = folder / "temp" / "headgate-lint" / "bin" / "headgate-lint"
    program.parent.mkdir(parents=True)
    program.symlink_to(Path(sys.executable).parent / "headgate-lint")
    environment = {
        "PATH": "/usr/bin:/bin",
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "PATHS": "m",
        "SINCE": "",
        "ARGS": "--pg-version 16",
        "PROJECT_PYTHON": "",
        "SARIF": "out.sarif",
    }

    ended = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", action_script()],
        capture_output=True,
        env=environment,
        text=True,
        check=False,
    )

    assert ended.returncode == status, ended.stderr
    assert said in ended.stdout
    assert (folder / "summary.md").read_text().startswith("## Migrations: ")
    assert '"version": "2.1.0"' in (folder / "out.sarif").read_text()


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "linter").rglob("*.md")), ids=lambda page: page.name
)
def test_a_guides_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [part.split(")", 1)[0] for part in text.split("](")[1:]]

    local = [target.partition("#")[0] for target in targets if "://" not in target]

    assert [target for target in local if target and not (page.parent / target).exists()] == []
