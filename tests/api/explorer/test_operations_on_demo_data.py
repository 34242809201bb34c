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
from tests.api.graphql.test_documented_operations import FILES, STATEMENTS


def variables(name: str) -> dict[str, object]:
    """Return the variables that stand beside an operation."""
    beside = FILES[name].with_suffix(".variables.json")
    given: dict[str, object] = json.loads(beside.read_text()) if beside.is_file() else {}
    return given


@pytest.mark.parametrize("scale", [Scale.SMALL, Scale.MEDIUM])
def test_every_operation_shows_something(serving: Callable[..., Demo], scale: Scale) -> None:
    compiled = serving(scale, ExecutorKind.COMPILED)
    interpreted = serving(scale, ExecutorKind.INTERPRETED)
    for name, file in FILES.items():
        document = file.read_text(encoding="utf-8")
        answer = interpreted.ask(document, variables(name))
        assert "errors" not in answer, (name, answer)
        assert holds_something(answer["data"]), name
        assert interpreted.statements() == STATEMENTS[name], name
        assert compiled.ask(document, variables(name)) == answer, name
        assert compiled.statements() == 1, name


def holds_something(data: object) -> bool:
    """Say whether every root field has rows or numbers."""
    assert isinstance(data, dict)
    return all(
        field and (not isinstance(field, dict) or _is_filled(field)) for field in data.values()
    )


def _is_filled(field: dict[str, object]) -> bool:
    return bool(field.get("nodes", True))
