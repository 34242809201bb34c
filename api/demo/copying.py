"""Loads rows into an empty database through COPY, all of them or none.

Everything happens in one transaction, under locks on all tables. What is in COPY's way is lifted in
that transaction and is back when it ends:

- Row-level security is forced upon the tables' owner, and COPY refuses a table that it holds for.
  The owner may unforce it. A superuser passes it anyway.
- Triggers would write the history and the statistics a second time. Whoever may set
  `session_replication_role`, a superuser mostly, switches off all triggers and with them the checks
  of foreign keys, which take longer than the rows; tests prove that every key holds. An owner who
  may not set it switches off the triggers that are ours, and every key is checked.

The tables are empty and are truncated all the same: into a table that was truncated in the same
transaction, COPY writes rows frozen, so that no vacuum need visit them.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import LiteralString, TypeAlias

import psycopg
from psycopg import sql

from api.demo.cells import line
from api.demo.progress import Report
from api.demo.rows import Rows, counts_up
from api.errors import HeadgateError
from models import metadata

Connection: TypeAlias = psycopg.Connection[tuple[object, ...]]

TABLES = tuple(table.name for table in metadata.sorted_tables)

_CHUNK_ROWS = 500
_ROWS_PER_REPORT = 20_000
_SETTINGS = """
    set local lock_timeout = '5s';
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0;
    set local time zone 'UTC';
    set local synchronous_commit = off
"""
_FORCED = """
    select relation.oid::regclass::text from pg_class as relation
     where relation.oid = any (%s::regclass[]) and row_security_active(relation.oid)
"""
_TRIGGERED = """
    select distinct rule.tgrelid::regclass::text from pg_trigger as rule
     where rule.tgrelid = any (%s::regclass[]) and not rule.tgisinternal
"""
_SET_COUNTER = "select setval(pg_get_serial_sequence(%s, 'id'), %s, false)"


class _Loading:
    """One load: how many rows each table has so far."""

    def __init__(self, connection: Connection, report: Report) -> None:
        self._connection = connection
        self._report = report
        self.counts = dict.fromkeys(TABLES, 0)

    def copy(self, rows: Rows, organization_id: str) -> None:
        """Append an organization's rows to a table."""
        given = rows.columns.split()
        is_counted, is_tenant = counts_up(rows.table), rows.table != "organizations"
        columns = ["id"] * is_counted + ["organization_id"] * is_tenant + given
        statement = sql.SQL("copy {} ({}) from stdin (freeze)").format(
            sql.Identifier(rows.table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        head = f"{organization_id}\t" if is_tenant else ""
        first = self.counts[rows.table] + 1 if is_counted else None
        with self._connection.cursor().copy(statement) as copy:
            for chunk in _chunks(_lines(rows, head, first)):
                copy.write("\n".join(chunk) + "\n")
                self._advance(rows.table, len(chunk))
        self._report(rows.table, self.counts[rows.table], sum(self.counts.values()))

    def _advance(self, table: str, rows: int) -> None:
        before = self.counts[table]
        self.counts[table] = after = before + rows
        if before // _ROWS_PER_REPORT != after // _ROWS_PER_REPORT:
            self._report(table, after, sum(self.counts.values()))


def _lines(rows: Rows, head: str, first: int | None) -> Iterator[str]:
    if first is None:
        return (head + line(cells) for cells in rows.cells)
    return (f"{number}\t{head}{line(cells)}" for number, cells in enumerate(rows.cells, first))


def _chunks(lines: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(itertools.islice(lines, _CHUNK_ROWS)):
        yield chunk


def load(url: str, parts: Iterable[tuple[str, Rows]], report: Report) -> None:
    """Load the rows of all tables, each part with its organization's id."""
    try:
        with psycopg.connect(url) as connection:
            _load(connection, parts, report)
    except psycopg.errors.UndefinedTable as error:
        raise HeadgateError(
            "the database has not all of Headgate's tables; run headgate db upgrade first"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise HeadgateError(
            "demo data is loaded as the tables' owner or a superuser, and "
            f"the role in the database's URL is neither: {error.diag.message_primary}"
        ) from error
    except psycopg.errors.LockNotAvailable as error:
        raise HeadgateError(
            "the database is in use; load demo data when nothing else works with its tables"
        ) from error


def _load(connection: Connection, parts: Iterable[tuple[str, Rows]], report: Report) -> None:
    connection.execute(_SETTINGS)
    connection.execute(_on_all_tables("lock table {} in access exclusive mode"))
    restored = [*_pass_row_security(connection), *_silence_triggers(connection)]
    _require_empty(connection)
    connection.execute(_on_all_tables("truncate {} restart identity"))
    loading = _Loading(connection, report)
    for organization_id, rows in parts:
        loading.copy(rows, organization_id)
    for table in filter(counts_up, TABLES):
        connection.execute(_SET_COUNTER, (table, loading.counts[table] + 1))
    for statement in restored:
        connection.execute(statement)
    connection.execute(_on_all_tables("analyze {}"))
    report("", 0, sum(loading.counts.values()))


def _on_all_tables(statement: LiteralString) -> sql.Composed:
    return sql.SQL(statement).format(sql.SQL(", ").join(map(sql.Identifier, TABLES)))


def _pass_row_security(connection: Connection) -> list[sql.Composed]:
    """Lift what row-level security forces upon this session; return what brings it back."""
    forced = _names(connection, _FORCED)
    for table in forced:
        connection.execute(_alter(table, "no force row level security"))
    return [_alter(table, "force row level security") for table in forced]


def _silence_triggers(connection: Connection) -> list[sql.Composed]:
    """Switch off the triggers; return what brings them back before the transaction ends."""
    try:
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        # A deferred check would be pending when the triggers come back, and forbid that.
        connection.execute("set constraints all immediate")
        triggered = _names(connection, _TRIGGERED)
        for table in triggered:
            connection.execute(_alter(table, "disable trigger user"))
        return [_alter(table, "enable trigger user") for table in triggered]
    return []


def _names(connection: Connection, query: LiteralString) -> list[str]:
    return [str(name) for (name,) in connection.execute(query, (list(TABLES),))]


def _alter(table: str, change: LiteralString) -> sql.Composed:
    return sql.SQL("alter table {} " + change).format(sql.Identifier(table))


def _require_empty(connection: Connection) -> None:
    counts = sql.SQL(" union all ").join(
        sql.SQL("select {} where exists (select from {})").format(table, sql.Identifier(table))
        for table in TABLES
    )
    filled = connection.execute(counts).fetchall()
    if filled:
        raise HeadgateError(
            f"the database already holds rows, in {len(filled)} of its tables; "
            "demo data goes into an empty one: run headgate db reset, which deletes them all"
        )
