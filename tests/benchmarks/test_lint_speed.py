"""How long a check takes, with squawk beside it on the same files in the same run.

Squawk looks at one file at a time and keeps no catalog, so it is the floor, not the goal: the goal
is that a person does not notice. What is asserted is processor time, user and system together: for
one process that waits for nobody it is the time a person waits, and other work on the machine does
not count into it. Each number is the least of a few runs, and the wall clock is printed beside it.
Both tools run as installed: Python's bytecode is written once, before.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Took:
    """The least that a command took, in seconds."""

    processor: float
    wall: float

    def __str__(self) -> str:
        return f"{self.processor:.3f} s ({self.wall:.3f} s on the clock)"


def least(command: list[str], environment: dict[str, str], runs: int = RUNS) -> Took:
    """Return the least that a command took, after one run that nobody counts."""
    times = [_timed(command, environment) for _ in range(runs + 1)][1:]
    return Took(min(each.processor for each in times), min(each.wall for each in times))


def _timed(command: list[str], environment: dict[str, str]) -> Took:
    with Path(os.devnull).open("wb") as nowhere:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in {0, 1}
    return Took(used.ru_utime + used.ru_stime, wall)


def said(name: str, ours: Took, squawks: Took) -> None:
    sys.stdout.write(f"\n{name}: headgate-lint {ours}, squawk {squawks}\n")


def check(*paths: str) -> list[str]:
    return [str(BIN / "headgate-lint"), "check", "--format", "json", *paths]


def squawk(*paths: str) -> list[str]:
    return [str(BIN / "squawk"), "--no-error-on-unmatched-pattern", *paths]


def test_one_file_is_checked_before_a_person_notices(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (path,) = write_history(tmp_path / "one", 1)

    ours = least(check(path), environment)

    said("one file", ours, least(squawk(path), environment))
    assert ours.processor < COLD_START_SECONDS


def test_a_thousand_files_are_checked_while_one_waits(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    paths = write_history(tmp_path / "many", 1000)

    ours = least(check(str(tmp_path / "many")), environment, runs=3)

    said("1,000 files", ours, least(squawk(*paths), environment, runs=3))
    assert ours.processor < THOUSAND_FILES_SECONDS


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

    once = least(check(str(tmp_path / "2000")), environment, runs=3)
    twice = least(check(str(tmp_path / "4000")), environment, runs=3)

    sys.stdout.write(f"\n2,000 files {once}, 4,000 files {twice}\n")
    assert twice.processor / once.processor <= TWICE_COSTS_AT_MOST
