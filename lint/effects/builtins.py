"""PostgreSQL's own functions, casts, operator classes and types, as live servers list them.

The lists lie in `data/` and are read when first asked for: most migrations never ask. They are
written by tests/lint/builtins_data.py, and a test compares them with the servers.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def _table(name: str) -> dict[str, str]:
    lines = (_FOLDER / f"{name}.txt").read_text().splitlines()[1:]
    width = 2 if name == "casts" else 1
    table = {}
    for line in lines:
        words = line.split(" ")
        table[" ".join(words[:width])] = " ".join(words[width:])
    return table


def function_volatilities(name: str) -> frozenset[str]:
    """Return the volatilities of the built-in functions of that name; none if there is none."""
    return frozenset(_table("functions").get(name, "").split())


def cast(source: str, target: str) -> tuple[str, str] | None:
    """Return how (binary, function, text) and when (implicit, …) one type becomes the other."""
    found = _table("casts").get(f"{source} {target}")
    if found is None:
        return None
    method, _, context = found.partition(" ")
    return method, context


@cache
def cast_targets(source: str) -> tuple[str, ...]:
    """Return the types that a type turns into by itself and without work, such as text."""
    return tuple(
        pair.partition(" ")[2]
        for pair, how in _table("casts").items()
        if pair.startswith(f"{source} ") and how == "binary implicit"
    )


def operator_class(type_name: str, method: str) -> str | None:
    """Return the default operator class of a type for an index method."""
    found = _table("operator_classes").get(type_name, "")
    classes = dict(each.split("=") for each in found.split())
    return classes.get(method)


def is_type(name: str) -> bool:
    """Tell if the name is that of a built-in type."""
    return name in _table("types")


def category(type_name: str) -> str | None:
    """Return the one-letter category of a built-in type (`S` is text, `N` numbers, …)."""
    found = _table("types").get(type_name)
    return found[0] if found else None


def is_collatable(type_name: str) -> bool:
    """Tell if values of the type are compared by a collation."""
    return _table("types").get(type_name, "").endswith("collatable")
