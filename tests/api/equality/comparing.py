"""Asking both executors the same, and what tells their answers apart."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import jwt
from graphql import GraphQLSchema

from tests.api.equality import operations
from tests.api.equality.asking import Answer, Question, Side
from tests.api.equality.dice import Dice
from tests.api.equality.known_data import KnownData
from tests.api.equality.operations import CURSORS, Operation, Turn

ACCEPTED = ("application/graphql-response+json", "application/json")
_MOST_RACES = 30
EXPECTED_CODES = {
    "BAD_USER_INPUT",
    "COST_LIMIT_EXCEEDED",
    "FORBIDDEN",
    "GRAPHQL_VALIDATION_FAILED",
}


class DifferenceError(AssertionError):
    """Two answers to one question that differ, or that tell of a defect."""

    def __init__(self, question: Question, interpreted: Answer, compiled: Answer) -> None:
        self.compiled = compiled
        claims = jwt.decode(question.token, options={"verify_signature": False})
        lines = (
            "the executors answer differently",
            question.document,
            json.dumps(question.variables, ensure_ascii=False),
            f"asked as {claims['role']} of {claims['organization_id']}",
            f"interpreted: {interpreted.status} {interpreted.body.decode()}",
            f"compiled:    {compiled.status} {compiled.body.decode()}",
        )
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same service twice, with its two executors, and who may ask it."""

    schema: GraphQLSchema
    interpreted: Side
    compiled: Side
    known: KnownData
    tokens: tuple[str, ...]

    def ask(self, dice: Dice) -> int:
        """Ask an operation, then with pages turned and other variables; return how many."""
        operation, question = self.drawn(dice)
        answer = self.same(question)
        again = dice.weighed(((60, 0), (20, 1), (20, 3)))
        for _ in range(again):
            others = self._turned(operation, answer, dice) or operation.inputs.others()
            question = replace(question, variables={**question.variables, **others})
            answer = self.same(question)
        return 1 + again

    def drawn(self, dice: Dice) -> tuple[Operation, Question]:
        """Return an operation, and as what it is asked first."""
        token = dice.pick(self.tokens)
        accept = dice.weighed(((9, ACCEPTED[0]), (1, ACCEPTED[1])))
        operation = operations.drawn(self.schema, dice, self.known)
        question = Question(
            operation.document, operation.variables(), token, operation.name, accept
        )
        return operation, question

    def _turned(self, operation: Operation, answer: Answer, dice: Dice) -> dict[str, str]:
        """Return a variable that turns a page, where one can be turned."""
        cursors = _cursors(operation, answer)
        if not cursors or dice.chance(30):
            return {}
        turn, cursor = dice.pick(cursors)
        return {turn.variable: cursor}

    def same(self, question: Question) -> Answer:
        """Return the answer that both give, or fail with what tells them apart."""
        interpreted, compiled = self.interpreted.ask(question), self.compiled.ask(question)
        is_same = interpreted == compiled or self._is_race(question, interpreted, compiled)
        if not is_same or not codes(interpreted) | codes(compiled) <= EXPECTED_CODES:
            raise DifferenceError(question, interpreted, compiled)
        return compiled

    def _is_race(self, question: Question, interpreted: Answer, compiled: Answer) -> bool:
        """Say whether one of them gives the other's answer as well.

        Where several root fields fail, the first to fail cancels the others, and which is the first
        is a race of their statements: any of the errors is right.
        """
        return (
            _is_failed(interpreted)
            and _is_failed(compiled)
            and any(
                self.interpreted.ask(question) == compiled
                or self.compiled.ask(question) == interpreted
                for _ in range(_MOST_RACES)
            )
        )


def _is_failed(answer: Answer) -> bool:
    content = json.loads(answer.body)
    return "errors" in content and content.get("data") is None


def codes(answer: Answer) -> set[str]:
    """Return the codes of an answer's errors."""
    return {error["extensions"]["code"] for error in json.loads(answer.body).get("errors", ())}


def _cursors(operation: Operation, answer: Answer) -> list[tuple[Turn, str]]:
    """Return the pages that can be turned, each with a cursor at which one ends."""
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
