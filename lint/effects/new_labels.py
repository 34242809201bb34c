"""Uses of an enum's value in the transaction that adds it, which PostgreSQL refuses (55P04).

Wherever a literal becomes a value of the enum, the server looks whether the value is committed: in
a default, a CHECK, an index's WHERE, a view, a query, even in one that would find nothing. Here a
literal counts when it is cast to the enum, given to a column of it, or compared with one.
"""

from collections.abc import Iterator

from lint.definitions import Column, Query
from lint.effects.effect import Effects, refused
from lint.effects.moment import Moment
from lint.effects.version import NEW_ENUM_LABEL_OF_NEW_TYPE
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    children,
)
from lint.facts import EnumType
from lint.names import Name, TypeName
from lint.ops import AlterFunction, CreateFunction, DoBlock, Insert, Operation, SetDefault, Update
from lint.record import KeywordRecord, Record

# The type of a column that is not known: it may be any enum.
UNKNOWN = Name(None, "")
SILENT: tuple[type[Operation], ...] = (AlterFunction, DoBlock)


def used_too_early(op: Operation, moment: Moment) -> Effects | None:
    """Return the refusal of a statement that uses a value its own transaction has added."""
    transaction = moment.transaction
    if transaction.first_serial == moment.catalog.next_serial:
        return None
    fresh = tuple(_fresh(moment))
    if not fresh or isinstance(op, SILENT):
        return None
    for literal, enum in _literals(op, moment):
        for fresh_enum, label in fresh:
            if label == literal and enum in {fresh_enum, UNKNOWN}:
                return refused(f'unsafe use of new value "{label}" of enum type {fresh_enum.name}')
    return None


def _fresh(moment: Moment) -> Iterator[tuple[Name, str]]:
    """Yield the enums and labels of this transaction that cannot be used yet."""
    first = moment.transaction.first_serial
    for enum in moment.catalog.types.values():
        if not isinstance(enum, EnumType):
            continue
        is_usable = enum.serial >= first and moment.version >= NEW_ENUM_LABEL_OF_NEW_TYPE
        for label, serial in () if is_usable else enum.added:
            if serial >= first:
                yield enum.name, label


def _literals(op: Operation, moment: Moment) -> Iterator[tuple[str, Name]]:
    """Yield the literals of the operation that become values of an enum, with the enum."""
    tables = tuple(_relations(op))
    if isinstance(op, SetDefault):
        yield from _given(op.default, _type_of(op.column, tables, moment), moment)
    for column, assigned in _assigned(op, moment):
        yield from _given(assigned, _type_of(column, tables, moment), moment)
    body = op.body if isinstance(op, CreateFunction) and op.language != "sql" else None
    if body is not None:
        return
    for value in _inside(op):
        if isinstance(value, Column) and value.default is not None:
            yield from _given(value.default, _enum(value.type, moment), moment)
        elif isinstance(value, Expression):
            yield from _compared(value, tables, moment)


def _assigned(op: Operation, moment: Moment) -> Iterator[tuple[str, Expression]]:
    """Yield the columns that an INSERT or UPDATE writes, with their values."""
    if isinstance(op, Update):
        yield from op.assignments
    if isinstance(op, Insert):
        table = moment.table(op.table)
        names = op.columns or tuple(each.name for each in (table.columns if table else ()))
        for row in op.rows:
            yield from zip(names, row, strict=False)


def _relations(op: Operation) -> Iterator[Name]:
    table = getattr(op, "table", None)
    if isinstance(table, Name):
        yield table
    query = getattr(op, "query", None)
    if isinstance(query, Query):
        yield from query.relations


def _inside(value: object) -> Iterator[object]:
    """Yield the expressions and columns inside a record, outermost first."""
    for part in vars(value).values():
        for each in part if type(part) is tuple else (part,):
            if isinstance(each, Expression | Column):
                yield each
            if isinstance(each, Operation) or not isinstance(each, Record | KeywordRecord):
                continue
            if not isinstance(each, Expression):
                yield from _inside(each)


def _given(value: Expression, enum: Name | None, moment: Moment) -> Iterator[tuple[str, Name]]:
    """Yield the literal when it is given to a column of the enum."""
    if enum is not None and isinstance(value, Constant) and value.kind is ConstantKind.STRING:
        yield value.value, enum
    yield from _compared(value, (), moment)


def _compared(
    node: Expression, tables: tuple[Name, ...], moment: Moment
) -> Iterator[tuple[str, Name]]:
    """Yield the literals that are cast to an enum, or stand beside a column of one."""
    if isinstance(node, Cast) and isinstance(node.argument, Constant):
        enum = _enum(node.type, moment)
        if enum is not None:
            yield node.argument.value, enum
        return
    parts = tuple(children(node))
    columns = [each.column for each in parts if isinstance(each, ColumnReference)]
    enums = [enum for each in columns if (enum := _type_of(each, tables, moment)) is not None]
    for part in parts:
        if isinstance(part, Constant) and part.kind is ConstantKind.STRING:
            yield from ((part.value, enum) for enum in enums)
        yield from _compared(part, tables, moment)


def _type_of(column: str, tables: tuple[Name, ...], moment: Moment) -> Name | None:
    for name in tables:
        table = moment.table(name)
        if table is None:
            return None if moment.catalog.is_complete else UNKNOWN
        fact = table.column(column)
        if fact is not None:
            return _enum(fact.type, moment)
    return None


def _enum(type_name: TypeName, moment: Moment) -> Name | None:
    found = moment.catalog.enum(moment.catalog.base_type(type_name).name)
    return found.name if found is not None else None
