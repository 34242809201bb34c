"""The documented operations over HTTP, on data as a business has it.

What the explorer offers must show something: each operation runs with the variables that stand
beside it, and takes the statements that are documented whatever the scale.
"""

import json
from collections.abc import Callable

import pytest

from api.demo.scale import Scale
from tests.api.explorer.conftest import Demo
from tests.api.graphql.test_documented_operations import FILES, STATEMENTS


def variables(name: str) -> dict[str, object]:
    """Return the variables that stand beside an operation."""
    beside = FILES[name].with_suffix(".variables.json")
    given: dict[str, object] = json.loads(beside.read_text()) if beside.is_file() else {}
    return given


@pytest.mark.parametrize("scale", [Scale.SMALL, Scale.MEDIUM])
def test_every_operation_shows_something(serving: Callable[[Scale], Demo], scale: Scale) -> None:
    service = serving(scale)
    for name, file in FILES.items():
        answer = service.ask(file.read_text(encoding="utf-8"), variables(name))
        assert "errors" not in answer, (name, answer)
        assert holds_something(answer["data"]), name
        assert service.statements() == STATEMENTS[name], name


def holds_something(data: object) -> bool:
    """Say whether every root field has rows or numbers."""
    assert isinstance(data, dict)
    return all(
        field and (not isinstance(field, dict) or _is_filled(field)) for field in data.values()
    )


def _is_filled(field: dict[str, object]) -> bool:
    return bool(field.get("nodes", True))
