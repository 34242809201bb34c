"""Renames inside facts: a column in every expression, a relation or a type in every reference."""

from collections.abc import Callable
from typing import TypeVar

from lint.definitions import Query
from lint.expressions import ColumnReference, Expression
from lint.facts import ColumnFact
from lint.names import Name, TypeName
from lint.record import KeywordRecord, Record

R = TypeVar("R", bound=KeywordRecord)
# Fields that hold names of columns of the record's own table.
COLUMN_FIELDS = {"column", "columns", "include", "set_columns"}


def renamed_column(fact: R, old: str, new: str) -> R:
    """Return the table or index with one of its columns renamed, wherever it is named."""
    changes = {
        field: changed
        for field, part in fact.__dict__.items()
        if (changed := _column_in_field(fact, field, part, old, new)) is not part
    }
    return fact.but(**changes) if changes else fact


def _column_in_field(record: object, field: str, part: object, old: str, new: str) -> object:
    if isinstance(part, str):
        is_column = field in COLUMN_FIELDS or (field == "name" and isinstance(record, ColumnFact))
        return new if is_column and part == old else part
    if type(part) is tuple:
        return _mapped(part, lambda item: _column_in_item(field, item, old, new))
    return _column_in(part, old, new)


def _column_in_item(field: str, item: object, old: str, new: str) -> object:
    if isinstance(item, str):
        return new if field in COLUMN_FIELDS and item == old else item
    return _column_in(item, old, new)


def _column_in(value: object, old: str, new: str) -> object:
    if isinstance(value, ColumnReference):
        return value.but(column=new) if value.column == old else value
    if isinstance(value, Query):
        return value  # its columns are those of many relations, and say whose they are
    if isinstance(value, KeywordRecord):
        return renamed_column(value, old, new)
    if isinstance(value, Record):
        changes = {
            field: changed
            for field, part in value.__dict__.items()
            if (changed := _column_in_field(value, field, part, old, new)) is not part
        }
        return value.but(**changes) if changes else value
    return value


def renamed_everywhere(fact: R, old: Name, new: Name) -> R:
    """Return the fact with every reference to a relation, type or function renamed."""
    changes = {
        field: changed
        for field, part in fact.__dict__.items()
        if (changed := _name_in(part, old, new)) is not part
    }
    return fact.but(**changes) if changes else fact


def _name_in(value: object, old: Name, new: Name) -> object:
    if isinstance(value, Name):
        return new if value == old else value
    if isinstance(value, TypeName):
        return value._replace(name=new) if value.name == old else value
    if isinstance(value, KeywordRecord):
        return renamed_everywhere(value, old, new)
    if isinstance(value, Record) and not isinstance(value, Expression):
        changes = {
            field: changed
            for field, part in value.__dict__.items()
            if (changed := _name_in(part, old, new)) is not part
        }
        return value.but(**changes) if changes else value
    if type(value) is tuple:
        return _mapped(value, lambda item: _name_in(item, old, new))
    return value


def _mapped(items: tuple[object, ...], change: Callable[[object], object]) -> tuple[object, ...]:
    changed = tuple(change(item) for item in items)
    return items if all(a is b for a, b in zip(items, changed, strict=True)) else changed
