from pathlib import Path, PurePosixPath

import pytest

from lint.config import Config, ConfigError, PathRules, matches, parse_config, read_config
from lint.finding import Severity
from lint.migration import Transactions
from tests.lint.conftest import Project

WRITTEN = """
paths = ["db/migrations"]
tool = "goose"
transactions = "separate"
python = "venv/bin/python"
pg-version = 16
schema = "db/schema.sql"
baseline = "known.json"
select = ["HG2"]
ignore = ["HG9"]
fail-on = "warning"

[per-path."db/migrations/2020*"]
lint = false

[per-path."**/seed.sql"]
select = []
ignore = ["HG3"]
"""


def test_all_that_may_be_configured(project: Project) -> None:
    folder = project({"headgate-lint.toml": WRITTEN})

    assert read_config(folder) == Config(
        folder=folder,
        paths=("db/migrations",),
        tool="goose",
        transactions=Transactions.SEPARATE,
        python=str(folder / "venv/bin/python"),
        pg_version=16,
        schema="db/schema.sql",
        baseline="known.json",
        select=("HG2",),
        ignore=("HG9",),
        fail_on=Severity.WARNING,
        per_path=(
            PathRules("db/migrations/2020*", None, (), is_linted=False),
            PathRules("**/seed.sql", (), ("HG3",)),
        ),
    )


def test_pyproject_toml_has_a_section_for_it(project: Project) -> None:
    folder = project({"pyproject.toml": '[tool.headgate-lint]\ntool = "goose"\n', "a/b.sql": ""})

    assert read_config(folder / "a").tool == "goose"


def test_its_own_file_comes_before_pyproject_toml(project: Project) -> None:
    folder = project(
        {
            "pyproject.toml": '[tool.headgate-lint]\ntool = "goose"\n',
            "headgate-lint.toml": 'tool = "flyway"\n',
        }
    )

    assert read_config(folder).tool == "flyway"


def test_without_a_file_nothing_is_configured(project: Project) -> None:
    assert read_config(project({"pyproject.toml": "[tool.other]\n"})) == Config()


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ({"pg_version": 16}, "x: unknown key 'pg_version'; did you mean 'pg-version'?"),
        (
            {"zzz": 1},
            (
                "x: unknown key 'zzz'; known are paths, tool, transactions, python, pg-version, "
                "schema, baseline, select, ignore, fail-on, per-path"
            ),
        ),
        ({"tool": "goos"}, "x: unknown tool 'goos'; did you mean 'goose'?"),
        (
            {"transactions": "none"},
            "x: unknown transactions 'none'; known are wrapped, separate, implicit, joined",
        ),
        ({"fail-on": "warn"}, "x: unknown fail-on 'warn'; did you mean 'warning'?"),
        ({"pg-version": 13}, "x: 'pg-version' must be a whole number from 14 to 18, not 13"),
        ({"pg-version": "16"}, "x: 'pg-version' must be a whole number from 14 to 18, not '16'"),
        ({"pg-version": True}, "x: 'pg-version' must be a whole number from 14 to 18, not True"),
        ({"select": "HG2"}, "x: 'select' must be a list of strings, not 'HG2'"),
        ({"select": [1]}, "x: 'select' must be a list of strings, not list"),
        ({"schema": 1}, "x: 'schema' must be a string, not 1"),
        ({"per-path": []}, "x: 'per-path' must be a table, not list"),
        ({"per-path": {"a": 1}}, 'x per-path."a": must be a table, not 1'),
        (
            {"per-path": {"a": {"ignored": []}}},
            "x per-path.\"a\": unknown key 'ignored'; did you mean 'ignore'?",
        ),
        (
            {"per-path": {"a": {"lint": "no"}}},
            "x per-path.\"a\": 'lint' must be true or false, not 'no'",
        ),
        ("goose", "x: must be a table, not 'goose'"),
    ],
)
def test_what_cannot_be_configured_is_one_line(written: object, error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(written, Path(), "x")

    assert str(caught.value) == error


def test_a_file_that_is_no_toml_is_one_line(project: Project) -> None:
    folder = project({"headgate-lint.toml": "tool = \n"})

    with pytest.raises(ConfigError, match=r"^headgate-lint.toml: not valid TOML: invalid value"):
        read_config(folder)


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("db", "db/1.sql", True),
        ("db", "other/db/1.sql", False),
        ("**/db", "other/db/1.sql", True),
        ("**/1.sql", "1.sql", True),
        ("db/*.sql", "db/1.sql", True),
        ("db/*.sql", "db/a/1.sql", False),
        ("db/**/1.sql", "db/a/b/1.sql", True),
        ("db/2020*", "db/2021_a.sql", False),
    ],
)
def test_a_pattern_covers_a_file_or_its_folder(
    pattern: str,
    path: str,
    is_match: bool,  # noqa: FBT001 - a case of the table
) -> None:
    assert matches(PurePosixPath(path), pattern) is is_match
