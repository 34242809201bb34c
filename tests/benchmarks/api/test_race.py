"""Headgate against others on one database, in one run; the results go to docs/benchmarks.md."""

import json
import os
import sys

import pytest

from tests.benchmarks.api import report
from tests.benchmarks.api.contenders import COMPILED, GRAPHILE, IDIOMATIC, Running
from tests.benchmarks.api.data import Server
from tests.benchmarks.api.measuring import in_turn
from tests.benchmarks.api.operations import OPERATIONS, Operation, Shape
from tests.benchmarks.api.report import Conditions, Goal, Results

GOALS = (
    *(
        Goal(operation, GRAPHILE, 1.0 if operation.shape is Shape.LOOKUP else 2.0)
        for operation in OPERATIONS
    ),
    *(
        Goal(operation, IDIOMATIC, 10.0)
        for operation in OPERATIONS
        if operation.shape is Shape.LIST
    ),
)


@pytest.fixture(scope="module")
def results(server: Server, field: tuple[list[Running], list[str]]) -> Results:
    """Return what everybody did on every operation; the page is written on the way."""
    runners, missing = field
    conditions = Conditions(server.version, os.getloadavg()[0], missing)
    found = {
        key: rounds
        for operation in OPERATIONS
        for key, rounds in in_turn(server, runners, operation).items()
    }
    names = {runner.contender.name for runner in runners}
    goals = [goal for goal in GOALS if goal.other.name in names]
    report.write(found, goals, conditions)
    sys.stdout.write(f"\n{report.PAGE.read_text()}\n")
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_all_answer_the_same(operation: Operation, field: tuple[list[Running], list[str]]) -> None:
    runners, _ = field
    for number in range(0, max(len(operation.keys), 1), 10):
        told = {
            runner.contender.name: operation.said(
                runner.contender.dialect,
                runner.ask(operation.bodies(runner.contender.dialect)[number]),
            )
            for runner in runners
        }
        mine = told[COMPILED.name]
        assert mine.keys() == set(operation.compared)
        for name, others in told.items():
            assert others == mine, name


def test_what_is_to_run_compiled_does(field: tuple[list[Running], list[str]]) -> None:
    runners, _ = field
    for operation in OPERATIONS:
        runners[0].ask(operation.bodies(COMPILED.dialect)[0])
    assert runners[0].contender is COMPILED
    lines = [json.loads(line) for line in runners[0].log.read_text().splitlines()]
    executed = {line["operation"]: line["executor"] for line in lines if "executor" in line}
    assert {executed[operation.name.capitalize()] for operation in OPERATIONS} == {"compiled"}


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: f"{goal.operation.name}-{goal.other.name}")
def test_so_many_times_the_requests_of_another(goal: Goal, results: Results) -> None:
    if (goal.operation.name, goal.other.name) not in results:
        pytest.skip(f"{goal.other.title} does not run here; docs/benchmarks.md says why")
    assert goal.reached(results) >= goal.times
