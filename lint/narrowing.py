"""What a change of type loses: silently, or by an error when a value does not fit.

An assignment cast, as ALTER COLUMN TYPE uses, rounds numbers and times, and refuses text that is
too long. An explicit cast in USING cuts text as well. Any other USING is judged by the functions
that make less of a value.
"""

from itertools import pairwise

from lint.catalog import Catalog
from lint.effects.coercion import undomained
from lint.expressions import Cast, ColumnReference, Expression, functions_in
from lint.facts import ColumnFact
from lint.names import TypeName
from lint.ops import AlterColumnType
from lint.record import Record

CUTTING = {
    *("left", "right", "substr", "substring", "split_part", "regexp_replace", "trim", "btrim"),
    *("round", "trunc", "floor", "ceil", "ceiling", "date_trunc", "sign", "abs", "lower", "upper"),
    *("date_part", "extract", "md5"),
}
TEXTS = {"varchar", "bpchar", "varbit", "bit"}
UNLIMITED = {"text", "varchar"}
TIMES = {"timestamp", "timestamptz", "time", "timetz", "interval"}
FINEST = 6
INTEGERS = {"int2": 2, "int4": 4, "int8": 8}
FRACTIONS = {"numeric", "float4", "float8"}

CUTS = "longer values are cut off"
ROUNDS = "values are rounded, for good"


class Loss(Record):
    """What is lost, as the end of a sentence; `is_silent`: nothing fails, values just change."""

    what: str
    is_silent: bool


def loss(op: AlterColumnType, column: ColumnFact, catalog: Catalog) -> Loss | None:
    """Return what the change loses, or None when every value fits (or nobody can tell)."""
    start = undomained(column.type, catalog)
    target = undomained(op.type, catalog)
    if op.using is None:
        return _lost(start, target, is_explicit=False)
    casts = _casts(op.using, op.column)
    if casts is None:
        return _lost_by(op.using)
    steps = [start, *(undomained(each, catalog) for each in casts)]
    explicit = (_lost(a, b, is_explicit=True) for a, b in pairwise(steps))
    found = next((each for each in explicit if each is not None), None)
    return found or _lost(steps[-1], target, is_explicit=False)


def _lost_by(using: Expression) -> Loss | None:
    cutting = [name.name for name in functions_in(using) if name.name in CUTTING]
    return (
        Loss(f"{cutting[0]}() keeps a part of each value only", is_silent=True) if cutting else None
    )


def _casts(using: Expression, column: str) -> list[TypeName] | None:
    """Return the types a chain of casts goes through, or None when it is no such chain."""
    match using:
        case ColumnReference(name) if name == column:
            return []
        case Cast(argument, target):
            inner = _casts(argument, column)
            return None if inner is None else [*inner, target]
    return None


def _lost(old: TypeName, new: TypeName, *, is_explicit: bool) -> Loss | None:
    if old.array or new.array or old == new:
        return None
    found = _number(old, new) or _time(old, new) or _other(old, new)
    return found or _text(old, new, is_explicit=is_explicit)


def _text(old: TypeName, new: TypeName, *, is_explicit: bool) -> Loss | None:
    name = new.name.name
    limit = _length(new)
    if name not in TEXTS or limit is None:
        return None
    had = _length(old)
    if old.name.name not in TEXTS | UNLIMITED or (had is not None and had <= limit):
        return None
    if is_explicit:
        return Loss(f"values longer than {limit} are cut off", is_silent=True)
    return Loss(
        f"a value longer than {limit} makes this migration fail, and from then on every client that"
        f" writes one (22001)",
        is_silent=False,
    )


def _length(type_name: TypeName) -> int | None:
    if type_name.typmods and isinstance(type_name.typmods[0], int):
        return type_name.typmods[0]
    return 1 if type_name.name.name in {"bpchar", "bit"} else None


def _number(old: TypeName, new: TypeName) -> Loss | None:
    before, after = old.name.name, new.name.name
    if before in FRACTIONS and after in INTEGERS:
        return Loss(ROUNDS, is_silent=True)
    if before in INTEGERS and after in INTEGERS and INTEGERS[after] < INTEGERS[before]:
        return Loss(
            f"a number beyond {new} makes this migration fail, and from then on every client that"
            f" writes one (22003)",
            is_silent=False,
        )
    if (before, after) in {("float8", "float4"), ("numeric", "float4"), ("numeric", "float8")}:
        return Loss("digits beyond its precision are lost", is_silent=True)
    if after == "numeric" and before in FRACTIONS:
        return _scale(old, new)
    return None


def _scale(old: TypeName, new: TypeName) -> Loss | None:
    had, has = _digits(old), _digits(new)
    if has is None or (had is not None and had[1] <= has[1] and had[0] <= has[0]):
        return None
    if had is None or has[1] < had[1]:
        return Loss(f"values are rounded to {has[1]} decimals, for good", is_silent=True)
    return Loss(
        f"a number with more than {has[0]} digits before the point makes this migration fail, and"
        f" from then on every client that writes one (22003)",
        is_silent=False,
    )


def _digits(type_name: TypeName) -> tuple[int, int] | None:
    """Return how many digits fit before and after the point, or None when any number does."""
    numbers = [each for each in type_name.typmods if isinstance(each, int)]
    if type_name.name.name != "numeric" or not numbers:
        return None
    scale = numbers[1] if len(numbers) > 1 else 0
    return numbers[0] - scale, scale


def _time(old: TypeName, new: TypeName) -> Loss | None:
    before, after = old.name.name, new.name.name
    if before not in TIMES:
        return None
    if after == "date":
        return Loss("the time of day is lost", is_silent=True)
    if before.startswith("timestamp") and after in {"time", "timetz"}:
        return Loss("the date is lost", is_silent=True)
    if after in TIMES and _precision(new) < _precision(old):
        return Loss(
            f"fractions of a second are rounded to {_precision(new)} digits", is_silent=True
        )
    return None


def _precision(type_name: TypeName) -> int:
    shown = type_name.typmods[1:] if type_name.name.name == "interval" else type_name.typmods
    return shown[0] if shown and isinstance(shown[0], int) else FINEST


def _other(old: TypeName, new: TypeName) -> Loss | None:
    pair = (old.name.name, new.name.name)
    if pair in {("int4", "bool"), ("int8", "bool")}:
        return Loss("every number but 0 becomes true", is_silent=True)
    if pair == ("inet", "cidr"):
        return Loss("the bits of the host are lost", is_silent=True)
    return None
