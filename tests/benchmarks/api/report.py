"""The page with the results: what was measured, where, and of which versions."""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.api import contenders, load
from tests.benchmarks.api.contenders import Contender
from tests.benchmarks.api.data import ROOT
from tests.benchmarks.api.load import CONNECTIONS, Measured
from tests.benchmarks.api.measuring import ROUNDS, SECONDS
from tests.benchmarks.api.operations import OPERATIONS, Operation

PAGE = ROOT / "docs" / "benchmarks.md"

Results = Mapping[tuple[str, str], Sequence[Measured]]
"""What was measured in each round, by operation and contender."""

_INTRODUCTION = """# Benchmarks

Written by `make bench`, which runs everybody in turn on the same PostgreSQL with the large demo
data (a million recipients, a million clicks, 200,000 orders): one server process each, a pool of
{pool_size} connections to the database each, and {connections} kept connections that send a request
as soon as the one before is answered. Every request carries a token that is verified, and runs in a
transaction that acts as `headgate_app` for one organization: row-level security holds for all
alike. All answers are compared before anything is measured. The operations are in
`tests/benchmarks/api/documents/`, the others' programs in `tests/benchmarks/api/peers/`.

Everybody is asked in {rounds} rounds of {seconds:g} seconds, in turn and after a warm-up, so that
what else the machine does meets all alike; `HEADGATE_BENCHMARK_SECONDS` makes it other seconds.

Read the ratios rather than the numbers: the load, the servers and the database share the machine.
*CPU* is the processor time of one request, in milliseconds: of the server process, and of
PostgreSQL. It is steadier than the rate where other work goes on beside.
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """How many times another's requests per second are to be reached."""

    operation: Operation
    other: Contender
    times: float

    def reached(self, results: Results) -> float:
        """Return how many times it is, in the median round."""
        mine = results[self.operation.name, contenders.COMPILED.name]
        others = results[self.operation.name, self.other.name]
        return statistics.median(
            own.per_second / other.per_second for own, other in zip(mine, others, strict=True)
        )

    def reached_in_processor_time(self, results: Results) -> float:
        """Return how many times what a request costs us it costs the other."""
        mine = results[self.operation.name, contenders.COMPILED.name]
        others = results[self.operation.name, self.other.name]
        return _cost(load.together(others)) / _cost(load.together(mine))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the race was run on, how busy that was, and who could not run and why."""

    postgres: str
    busy: float
    missing: Sequence[str]


def write(results: Results, goals: Sequence[Goal], conditions: Conditions) -> None:
    """Write the page."""
    introduction = _INTRODUCTION.format(
        pool_size=contenders.POOL_SIZE, connections=CONNECTIONS, rounds=ROUNDS, seconds=SECONDS
    )
    parts = [introduction, _where(conditions), _ratios(results, goals)]
    parts += [_table(operation, results) for operation in OPERATIONS]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _where(found: Conditions) -> str:
    python = f"Python {platform.python_version()}"
    names = ("strawberry-graphql", "sqlmodel", "litestar", "granian", "psycopg")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    postgraphile = f"PostGraphile {contenders.version_of_postgraphile()}"
    machine = f"{os.cpu_count()} cores ({_processor()})"
    versions = f"{found.postgres}, {python}, {postgraphile}, {libraries}"
    others = f"When the race began, {found.busy:.0f} other processes wanted to run"
    measured = f"Measured on {machine}, {versions}. {others}.\n"
    return "\n".join([measured, *(f"Not measured: {why}.\n" for why in found.missing)])


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def _ratios(results: Results, goals: Sequence[Goal]) -> str:
    head = (
        "## What is to be reached\n\n"
        "How many times the requests per second of the other, in the median round; and how many\n"
        "times the processor time of a request, server and database together, the other takes.\n\n"
        "| operation | against | at least | reached | processor time |\n|---|---|--:|--:|--:|"
    )
    lines = [
        f"| {goal.operation.title} | {goal.other.title} | {goal.times:g} "
        f"| {goal.reached(results):.1f} | {goal.reached_in_processor_time(results):.1f} |"
        for goal in goals
    ]
    return "\n".join([head, *lines, ""])


def _table(operation: Operation, results: Results) -> str:
    head = (
        f"## {operation.title[0].upper()}{operation.title[1:]}\n\n"
        "| | requests/s | p50 ms | p99 ms | CPU server | CPU database | bytes |\n"
        "|---|--:|--:|--:|--:|--:|--:|"
    )
    lines = [
        _line(contender.title, load.together(results[operation.name, contender.name]))
        for contender in contenders.ALL
        if (operation.name, contender.name) in results
    ]
    return "\n".join([head, *lines, ""])


def _line(title: str, found: Measured) -> str:
    return (
        f"| {title} | {found.per_second:,.0f} | {found.p50_milliseconds:.1f} "
        f"| {found.p99_milliseconds:.1f} | {found.processor_milliseconds('server'):.2f} "
        f"| {found.processor_milliseconds('database'):.2f} | {found.bytes_per_request:,.0f} |"
    )


def _cost(found: Measured) -> float:
    return sum(found.processor_milliseconds(name) for name in ("server", "database"))
