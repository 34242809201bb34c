"""The lists of PostgreSQL's built-ins say what the live servers say."""

from collections.abc import Callable

import pytest

from api.database import embedded
from lint.effects import builtins
from tests.lint import builtins_data


def test_the_lists_are_those_of_the_servers(postgres_url: Callable[[int], str]) -> None:
    servers = [builtins_data.read(postgres_url(major)) for major in embedded.MAJORS]
    for name, text in builtins_data.rendered(servers[0], servers[-1]).items():
        assert (builtins_data.FOLDER / f"{name}.txt").read_text() == text


@pytest.mark.parametrize(
    ("function", "volatilities"),
    [
        ("random", {"volatile"}),
        ("now", {"stable"}),
        ("clock_timestamp", {"volatile"}),
        ("gen_random_uuid", {"volatile"}),
        ("uuidv7", {"volatile"}),
        ("lower", {"immutable"}),
        ("date_trunc", {"immutable", "stable"}),
        ("max", {"aggregate"}),
        ("no_such_function", set()),
    ],
)
def test_a_function_has_the_volatilities_of_its_overloads(
    function: str, volatilities: set[str]
) -> None:
    assert builtins.function_volatilities(function) == volatilities


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("varchar", "text", ("binary", "implicit")),
        ("text", "varchar", ("binary", "implicit")),
        ("int4", "int8", ("function", "implicit")),
        ("int8", "int4", ("function", "assignment")),
        ("bool", "int4", ("function", "explicit")),
        ("cidr", "inet", ("binary", "implicit")),
        ("int4", "uuid", None),
    ],
)
def test_a_cast_is_found_with_its_method_and_context(
    source: str, target: str, found: tuple[str, str] | None
) -> None:
    assert builtins.cast(source, target) == found
