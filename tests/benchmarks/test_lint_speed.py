"""How long a check takes, with squawk beside it on the same files in the same run.

Squawk looks at one file at a time and keeps no catalog, so it is the floor, not the goal: the goal
is that a person does not notice. Each number is the best of a few runs, for a shared machine adds
and never takes away. Both tools run as installed: Python's bytecode is written once, before.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
COLD_START_SECONDS = 0.25
THOUSAND_FILES_SECONDS = 1.5
TWICE_COSTS_AT_MOST = 2.2
RUNS = 7


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which bytecode is written, as on a user's machine."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode"))}


def migrations() -> Iterator[str]:
    """Yield what teams write: a table now and then, and changes to the last few."""
    number = 0
    while True:
        table = f"accounts_{number // 5}"
        yield from (
            (
                f"create table {table} (\n"
                "  id bigint generated always as identity primary key,\n"
                "  name text not null, email text, created_at timestamptz not null default now()\n"
                f");\ncreate index {table}_email on {table} (email);\n"
            ),
            (
                f"set lock_timeout = '2s';\nalter table {table} add column note text;\n"
                f"comment on column {table}.note is 'what was said';\n"
            ),
            (
                f"alter table {table} add constraint {table}_named check (name <> '') not valid;\n"
                f"alter table {table} validate constraint {table}_named;\n"
            ),
            (
                f"create index {table}_created on {table} (created_at);\n"
                f"alter table {table} alter column email set not null;\n"
            ),
            (
                f"update {table} set note = '' where note is null;\n"
                f"alter table {table} alter column note type varchar(400);\n"
                f"alter table {table} drop column created_at;\n"
            ),
        )
        number += 5


def write_history(folder: Path, length: int) -> list[str]:
    """Write the files and return their paths."""
    folder.mkdir()
    paths = []
    for number, sql in zip(range(length), migrations(), strict=False):
        path = folder / f"{number:05}_change.sql"
        path.write_text(sql)
        paths.append(str(path))
    return paths


def best(command: list[str], environment: dict[str, str], runs: int = RUNS) -> float:
    """Return the shortest time a command took, after one run that nobody counts."""
    times = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        ended = subprocess.run(command, capture_output=True, env=environment, check=False)
        times.append(time.perf_counter() - begin)
        assert ended.returncode in {0, 1}, ended.stderr.decode()
    return min(times[1:])


def said(name: str, ours: float, squawks: float) -> None:
    sys.stdout.write(f"\n{name}: headgate-lint {ours:.3f} s, squawk {squawks:.3f} s\n")


def check(*paths: str) -> list[str]:
    return [str(BIN / "headgate-lint"), "check", "--format", "json", *paths]


def squawk(*paths: str) -> list[str]:
    return [str(BIN / "squawk"), "--no-error-on-unmatched-pattern", *paths]


def test_one_file_is_checked_before_a_person_notices(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (path,) = write_history(tmp_path / "one", 1)

    ours = best(check(path), environment)

    said("one file", ours, best(squawk(path), environment))
    assert ours < COLD_START_SECONDS


def test_a_thousand_files_are_checked_while_one_waits(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    paths = write_history(tmp_path / "many", 1000)

    ours = best(check(str(tmp_path / "many")), environment, runs=3)

    said("1,000 files", ours, best(squawk(*paths), environment, runs=3))
    assert ours < THOUSAND_FILES_SECONDS


def test_the_thousand_files_are_really_checked(tmp_path: Path, environment: dict[str, str]) -> None:
    write_history(tmp_path / "many", 1000)

    ended = subprocess.run(
        check(str(tmp_path / "many")), capture_output=True, env=environment, check=False
    )

    report = json.loads(ended.stdout)
    assert len(report["migrations"]) == 1000
    assert report["errors"] == []
    assert sum(each["code"] == "HG201" for each in report["findings"]) == 200


def test_twice_the_history_costs_about_twice(tmp_path: Path, environment: dict[str, str]) -> None:
    for length in (2000, 4000):
        write_history(tmp_path / str(length), length)

    once = best(check(str(tmp_path / "2000")), environment, runs=3)
    twice = best(check(str(tmp_path / "4000")), environment, runs=3)

    sys.stdout.write(f"\n2,000 files {once:.3f} s, 4,000 files {twice:.3f} s\n")
    assert twice / once <= TWICE_COSTS_AT_MOST
