"""Columns as a statement declares them, and how to say one better."""

from collections.abc import Callable, Iterator

from lint.definitions import Column, Persistence, PrimaryKey
from lint.names import Name, TypeName, quoted
from lint.ops import AddColumn, CreateTable

Declaring = CreateTable | AddColumn


def declared(op: Declaring) -> tuple[Column, ...]:
    """Return the columns that the statement declares; none of a temporary table."""
    if isinstance(op, AddColumn):
        return (op.column,)
    return () if op.persistence is Persistence.TEMPORARY else op.columns


def declared_as(op: Declaring, is_meant: Callable[[TypeName], bool]) -> tuple[Column, ...]:
    """Return the columns whose type is meant."""
    return tuple(column for column in declared(op) if is_meant(column.type))


def table_of(op: Declaring) -> Name:
    """Return the table the columns belong to."""
    return op.table if isinstance(op, AddColumn) else op.name


def named(op: Declaring, columns: tuple[Column, ...]) -> str:
    """Return the columns as people write them: `author.id, author.born`."""
    return ", ".join(f"{table_of(op)}.{quoted(column.name)}" for column in columns)


def is_key(op: Declaring, column: Column) -> bool:
    """Tell if the column alone is the primary key."""
    if any(isinstance(each, PrimaryKey) for each in column.constraints):
        return True
    constraints = op.constraints if isinstance(op, CreateTable) else ()
    keys = (each.columns for each in constraints if isinstance(each, PrimaryKey))
    return (column.name,) in keys


def instead(op: Declaring, columns: tuple[Column, ...], better: Callable[[Column], str]) -> str:
    """Return SQL that declares the columns better."""
    return "\n".join(_lines(op, columns, better))


def _lines(
    op: Declaring, columns: tuple[Column, ...], better: Callable[[Column], str]
) -> Iterator[str]:
    if isinstance(op, CreateTable):
        yield f"-- in create table {op.name}:"
    for column in columns:
        said = f"{quoted(column.name)} {better(column)}"
        if isinstance(op, AddColumn):
            yield f"alter table {op.table} add column {said};"
        else:
            yield f"-- {said}"
