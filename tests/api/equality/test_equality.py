"""Compiled and interpreted answers are equal, byte for byte, whatever is asked.

A run asks 2,000 operations and more. `make equality OPERATIONS=50000` asks as many as it says, and
others each time.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import jwt
import pytest
from graphql import Undefined
from hypothesis import HealthCheck, given, settings

from tests.api.equality import operations
from tests.api.equality.asking import Answer, Question
from tests.api.equality.conftest import SCHEMA, Comparison
from tests.api.equality.dice import Dice, dice
from tests.api.equality.operations import CURSORS, Operation, Turn

OPERATIONS = int(os.environ.get("EQUALITY_OPERATIONS", "2000"))
PARTS = [(18, 1), (18, 2), (18, 3), (16, 4)]
ACCEPTED = ("application/graphql-response+json", "application/json")
EXPECTED = {
    "BAD_USER_INPUT",
    "COST_LIMIT_EXCEEDED",
    "FORBIDDEN",
    "GRAPHQL_VALIDATION_FAILED",
}


@pytest.mark.parametrize(("major", "part"), PARTS)
def test_both_executors_answer_alike(
    comparison: Callable[[int], Comparison], major: int, part: int
) -> None:
    compared = comparison(major)
    asked = 0

    @settings(
        max_examples=OPERATIONS // len(PARTS),
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(dice())
    def compare(dice: Dice) -> None:
        nonlocal asked
        asked += ask(compared, dice)

    compare()
    assert asked >= OPERATIONS // len(PARTS)


def ask(compared: Comparison, dice: Dice) -> int:
    """Ask an operation of both, and where it can be, ask again with a page turned."""
    token = dice.pick(compared.tokens)
    accept = dice.weighed(((9, ACCEPTED[0]), (1, ACCEPTED[1])))
    operation = operations.drawn(SCHEMA, dice, compared.known)
    variables = {one.name: one.value for one in operation.variables if one.value is not Undefined}
    question = Question(operation.document, variables, token, operation.name, accept)
    answer = alike(compared, question)
    cursors = _found_cursors(operation, answer)
    if not cursors:
        return 1
    turn, cursor = dice.pick(cursors)
    alike(compared, replace(question, variables={**variables, turn.variable: cursor}))
    return 2


def alike(compared: Comparison, question: Question) -> Answer:
    """Return the answer that both give, or fail with what tells them apart."""
    interpreted, compiled = compared.answers(question)
    assert interpreted == compiled, explain(question, interpreted, compiled)
    codes = {error["extensions"]["code"] for error in json.loads(compiled.body).get("errors", ())}
    assert codes <= EXPECTED, explain(question, interpreted, compiled)
    return compiled


def explain(question: Question, interpreted: Answer, compiled: Answer) -> str:
    claims = jwt.decode(question.token, options={"verify_signature": False})
    return "\n".join(
        (
            "",
            question.document,
            json.dumps(question.variables, ensure_ascii=False),
            f"asked as {claims['role']}",
            f"interpreted: {interpreted.status} {interpreted.body.decode()}",
            f"compiled:    {compiled.status} {compiled.body.decode()}",
        )
    )


def _found_cursors(operation: Operation, answer: Answer) -> list[tuple[Turn, str]]:
    data = json.loads(answer.body).get("data")
    return [
        (turn, cursor)
        for turn in operation.turns
        for connection in _at(data, turn.path)
        for cursor in connection.get(CURSORS, {}).values()
        if cursor is not None
    ]


def _at(data: object, path: Sequence[str]) -> Iterator[Mapping[str, Mapping[str, str | None]]]:
    """Yield what stands at a path of an answer, in each item of the lists on the way."""
    if isinstance(data, list):
        for item in data:
            yield from _at(item, path)
    elif isinstance(data, dict) and path:
        yield from _at(data.get(path[0]), path[1:])
    elif isinstance(data, dict):
        yield data
