"""Queries, and what writes rows."""

from lint.definitions import Query
from lint.expressions import Expression
from lint.names import Name
from lint.ops.operation import Operation


class RunsQuery(Operation):
    """Something that runs a query: functions it calls run too."""

    query: Query = Query()


class ChangesData(RunsQuery):
    """INSERT, UPDATE, DELETE, MERGE, COPY FROM; `table` is what is written.

    What a WITH query of the statement writes is an operation of its own, before this one.
    """

    table: Name


class Insert(ChangesData):
    """Empty `columns`: all in order. `rows` are the VALUES, when it has some."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Expression, ...], ...] = ()
    # What a SELECT gives, when the rows come from one.
    selected: tuple[Expression, ...] = ()
    from_query: bool = False
    on_conflict: bool = False
    # ON CONFLICT names columns or a constraint: the index that decides is looked for.
    has_conflict_target: bool = False
    updates_on_conflict: bool = False


class Update(ChangesData):
    """`assignments` pairs column and value."""

    assignments: tuple[tuple[str, Expression], ...]
    where: Expression | None = None
    only: bool = False
    has_from: bool = False


class Delete(ChangesData):
    """`DELETE`."""

    where: Expression | None = None
    only: bool = False
    has_using: bool = False


class Merge(ChangesData):
    """`MERGE`."""


class CopyFrom(ChangesData):
    """`COPY FROM`."""

    columns: tuple[str, ...] = ()
    source: str = "stdin"


class CopyTo(RunsQuery):
    """`COPY TO`."""

    table: Name | None = None


class Select(RunsQuery):
    """A query; `locking` is FOR UPDATE and the like, lower case."""

    locking: str | None = None


class Call(RunsQuery):
    """CALL of a procedure."""

    procedure: Name
    arguments: tuple[Expression, ...] = ()


class Truncate(Operation):
    """`TRUNCATE`; `only` are those of the tables that stand behind ONLY."""

    tables: tuple[Name, ...]
    only: tuple[Name, ...] = ()
    cascade: bool = False
    restart_identity: bool = False
