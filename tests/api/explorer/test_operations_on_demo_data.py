"""The documented operations over HTTP, on data as a business has it.

What the explorer offers must show something: each operation runs with the variables that stand
beside it. Interpreted it takes the statements that are documented, whatever the scale; compiled it
takes one.
"""

import json
from collections.abc import Callable

import pytest

from api.demo.scale import Scale
from api.settings import ExecutorKind
from tests.api.explorer.conftest import Demo
from tests.api.graphql.test_documented_operations import FILES, QUERIES, STATEMENTS, SUBSCRIPTIONS
from tests.api.sockets.conftest import Client, client

__all__ = ["client"]


def variables(name: str) -> dict[str, object]:
    """Return the variables that stand beside an operation."""
    beside = FILES[name].with_suffix(".variables.json")
    given: dict[str, object] = json.loads(beside.read_text()) if beside.is_file() else {}
    return given


@pytest.mark.parametrize("scale", [Scale.SMALL, Scale.MEDIUM])
def test_every_operation_shows_something(serving: Callable[..., Demo], scale: Scale) -> None:
    compiled = serving(scale, ExecutorKind.COMPILED)
    interpreted = serving(scale, ExecutorKind.INTERPRETED)
    for name, document in QUERIES.items():
        answer = interpreted.ask(document, variables(name))
        assert "errors" not in answer, (name, answer)
        assert holds_something(answer["data"]), name
        assert interpreted.statements() == STATEMENTS[name], name
        assert compiled.ask(document, variables(name)) == answer, name
        assert compiled.statements() == 1, name


def test_every_subscription_shows_something(
    serving: Callable[..., Demo], client: Callable[..., Client]
) -> None:
    small = serving(Scale.SMALL)
    opened = client(small.url)
    opened.begin(small.token)
    assert len(SUBSCRIPTIONS) >= 2
    for name, document in SUBSCRIPTIONS.items():
        opened.subscribe(document, name, **variables(name))
        answer = opened.next(name)
        assert "errors" not in answer, (name, answer)
        assert holds_something(answer["data"]), name


def holds_something(data: object) -> bool:
    """Say whether every root field has rows or numbers."""
    assert isinstance(data, dict)
    return all(
        field and (not isinstance(field, dict) or _is_filled(field)) for field in data.values()
    )


def _is_filled(field: dict[str, object]) -> bool:
    return bool(field.get("nodes", True))
