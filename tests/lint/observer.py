"""What a live server does for a statement: the truth that the effect model is held against.

The statement runs inside an open transaction, which is rolled back. Before it, every relation is
named (a dropped one would have no name afterwards); after it, the backend's own locks, the storage
of every relation and the transaction's scan counters are read, and the server's debug messages tell
which indexes were built. ACCESS SHARE is left out, and so are system catalogs.

What refuses to run in a transaction is watched from a second connection. It is run once for each
relation that it could touch, while a third connection holds a weak lock on that relation: the
statement stops there, and what it holds and asks for can be read.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import psycopg
from psycopg import sql

IN_TRANSACTION = "25001"
"""The SQLSTATE of a statement that refuses to run inside a transaction."""

# SQL that is run as one, or statements that are run one after the other.
Setup = str | tuple[str, ...]

LOCKS = {
    "AccessShareLock": 1,
    "RowShareLock": 2,
    "RowExclusiveLock": 3,
    "ShareUpdateExclusiveLock": 4,
    "ShareLock": 5,
    "ShareRowExclusiveLock": 6,
    "ExclusiveLock": 7,
    "AccessExclusiveLock": 8,
}

RELATIONS = """
select c.oid, format('%s.%s', n.nspname, c.relname), c.relfilenode, c.relkind::text
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_temp'
"""

HELD = """
select relation, mode from pg_locks
where locktype = 'relation' and pid = %s
  and database = (select oid from pg_database where datname = current_database())
"""

# Of indexes, CONCURRENTLY takes stronger locks in its last step, when nobody can see the index any
# more, and VACUUM weaker ones: neither is met by chance. What counts is held at the blocked moment.
HELD_BY_RUNNER = """
select l.relation, l.mode, c.relkind in ('i', 'I')
from pg_locks l join pg_class c on c.oid = l.relation
where l.locktype = 'relation' and l.pid = %s and c.relname !~ '_ccold$'
  and database = (select oid from pg_database where datname = current_database())
"""

LEFT_BEHIND = {
    "event trigger": "select evtname from pg_event_trigger",
    "publication": "select pubname from pg_publication",
    "extension": "select extname from pg_extension where extname <> 'plpgsql'",
    "schema": """
        select nspname from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'
    """,
}

SCANS_OF_TRANSACTION = "select relid, seq_scan from pg_stat_xact_all_tables where seq_scan > 0"
SCANS_OF_SERVER = "select relid, seq_scan from pg_stat_all_tables"

TOUCHED = """
with recursive family(oid) as (
  select coalesce(i.indrelid, c.oid)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join pg_index i on i.indexrelid = c.oid
  where c.relname = any(%s) and n.nspname !~ '^pg_' and c.relkind in ('r', 'p', 'm', 'i', 'I')
  union
  select case when h.inhparent = f.oid then h.inhrelid else h.inhparent end
  from family f join pg_inherits h on f.oid in (h.inhparent, h.inhrelid)
)
select format('%%s.%%s', n.nspname, c.relname)
from family f join pg_class c on c.oid = f.oid join pg_namespace n on n.oid = c.relnamespace
order by 1
"""

INDEXED_TABLES = """
select i.relname, c.indrelid from pg_index c join pg_class i on i.oid = c.indexrelid
"""

_BUILDING = re.compile(r'building index "(.+)" on table "(.+)"')


@dataclass(frozen=True, slots=True)
class ObservedEffect:
    """What happened to one relation that was there before the statement."""

    relation: str
    lock: int
    rewrites: bool
    scans: bool
    builds_indexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """What happened to every relation, or why the server refused."""

    effects: tuple[ObservedEffect, ...]
    fails: str | None = None
    code: str = field(default="", compare=False)

    @property
    def fails_on_its_rows(self) -> bool:
        """True when other rows might not have been refused (SQLSTATE classes 22 and 23)."""
        return self.code[:2] in {"22", "23"}


@dataclass(slots=True)
class _Before:
    """The relations before a statement: object id to name and storage."""

    names: dict[int, str]
    storage: dict[int, int]
    tables: list[str]


@dataclass(slots=True)
class _Seen:
    """What a run has shown so far."""

    locks: dict[int, int] = field(default_factory=dict)
    scanned: set[int] = field(default_factory=set)
    rewritten: set[int] = field(default_factory=set)
    built: dict[int, set[str]] = field(default_factory=dict)

    def lock(self, relation: int, mode: str) -> None:
        self.locks[relation] = max(self.locks.get(relation, 0), LOCKS[mode])


class Observer:
    """Watches statements on a database of its own, which it empties between setups."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
        self._messages: list[str] = []
        self._connection.add_notice_handler(
            lambda notice: self._messages.append(notice.message_primary or "")
        )
        self._prepared: Setup | None = None
        self._roles: list[str] = []

    def close(self) -> None:
        self._reset()
        self._connection.close()

    def observe(self, setup: Setup, statements: Sequence[str]) -> Observed:
        """Return what the statements do: in one transaction, or by itself what must be."""
        observed = self.observe_transaction(setup, statements)
        if observed.code == IN_TRANSACTION and len(statements) == 1:
            return self._observe_outside(setup, statements[0])
        return observed

    def observe_transaction(self, setup: Setup, statements: Sequence[str]) -> Observed:
        """Return what the statements, in one transaction, do to what `setup` has made."""
        self._prepare(setup)
        before = self._before()
        try:
            seen = self._run_in_transaction(statements)
        except psycopg.Error as error:
            return Observed((), str(error).splitlines()[0], error.sqlstate or "")
        return _observed(before, seen)

    def try_setup(self, setup: Setup) -> Observed:
        """Return no effects, or why the server refuses the setup itself."""
        try:
            self._prepare(setup)
        except psycopg.Error as error:
            self._prepared = None
            return Observed((), str(error).splitlines()[0], error.sqlstate or "")
        return Observed(())

    def _prepare(self, setup: Setup) -> None:
        if self._prepared == setup:
            return
        self._reset()
        self._connection.execute("set client_min_messages = error")
        for part in (setup,) if isinstance(setup, str) else setup:
            self._connection.execute(part.encode())
            self._roles += re.findall(r"create role (\w+)", part)
        self._prepared = setup

    def _reset(self) -> None:
        """Leave the database as a new one: no schema, publication, trigger or setting of ours."""
        self._prepared = None
        self._connection.execute("reset all")
        self._connection.execute("set timezone = 'UTC'")
        self._connection.execute("set client_min_messages = error")
        for kind, names in LEFT_BEHIND.items():
            for (name,) in self._connection.execute(names.encode()).fetchall():
                self._connection.execute(
                    sql.SQL("drop {} if exists {} cascade").format(
                        sql.SQL(kind), sql.Identifier(name)
                    )
                )
        self._connection.execute("create schema public")
        # Roles belong to the whole server: only those that this observer's setup made may go.
        for name in self._roles:
            role = sql.Identifier(name)
            self._connection.execute(sql.SQL("drop owned by {} cascade").format(role))
            self._connection.execute(sql.SQL("drop role {}").format(role))
        self._roles.clear()

    def _before(self) -> _Before:
        rows = self._connection.execute(RELATIONS).fetchall()
        return _Before(
            names={oid: name for oid, name, _, _ in rows},
            storage={oid: storage for oid, _, storage, _ in rows},
            tables=[name for _, name, _, kind in rows if kind in "rpm"],
        )

    def _run_in_transaction(self, statements: Sequence[str]) -> _Seen:
        seen = _Seen()
        storage = {oid: s for oid, _, s, _ in self._connection.execute(RELATIONS).fetchall()}
        self._connection.execute("set client_min_messages = debug1")
        self._messages.clear()
        self._connection.execute("begin")
        # Counters of earlier transactions that are not flushed yet are still in the view.
        earlier = self._pairs(SCANS_OF_TRANSACTION)
        try:
            for statement in statements:
                self._connection.execute(statement.encode())
            self._connection.execute("set constraints all immediate")
            self._connection.execute("set local client_min_messages = error")
            messages = tuple(self._messages)
            pid = self._connection.info.backend_pid
            scans = self._pairs(SCANS_OF_TRANSACTION)
            for relation, mode in self._connection.execute(HELD, (pid,)).fetchall():
                seen.lock(relation, mode)
            seen.scanned = {oid for oid, count in scans.items() if count > earlier.get(oid, 0)}
            self._see_storage(seen, storage, messages)
        finally:
            self._connection.execute("rollback")
            self._connection.execute("set client_min_messages = error")
        return seen

    def _pairs(self, query: str) -> dict[int, int]:
        return dict(self._connection.execute(query.encode()).fetchall())

    def _see_storage(self, seen: _Seen, before: dict[int, int], messages: Sequence[str]) -> None:
        rows = self._connection.execute(RELATIONS).fetchall()
        seen.rewritten |= {oid for oid, _, now, _ in rows if before.get(oid, now) != now}
        tables: dict[str, int] = dict(self._connection.execute(INDEXED_TABLES).fetchall())
        for message in messages:
            if (match := _BUILDING.match(message)) and not match[1].startswith("pg_toast"):
                name = re.sub(r"_ccnew\d*$", "", match[1])
                if name in tables:
                    seen.built.setdefault(tables[name], set()).add(name)

    def _observe_outside(self, setup: Setup, statement: str) -> Observed:
        """Watch a statement that runs in no transaction, stopping it at each relation in turn."""
        merged, before = _Seen(), self._before()
        for tables, mode in self._passes(statement):
            self._prepared = None
            self._prepare(setup)
            before = self._before()
            seen = _Seen()
            if error := self._run_watched(statement, tables, mode, seen):
                return Observed((), error)
            _merge(merged, seen, before)
        self._prepared = None
        return _observed_by_name(merged, before)

    def _passes(self, statement: str) -> list[tuple[Sequence[str], str]]:
        """Return which tables to block, and how, one run after the other."""
        everything = self._before().tables
        touched = self._touched(statement) or everything
        # Weak blockers are met by the strongest locks only, wherever in the statement they come.
        weak, strong = "access share", ("row exclusive", "share update exclusive")
        passes: list[tuple[Sequence[str], str]] = [([table], weak) for table in touched]
        if "concurrently" in statement.lower():
            return [*passes, *((everything, mode) for mode in strong)]
        # One transaction per relation: each of them has to be stopped by itself.
        return [*passes, *(([table], mode) for mode in strong for table in touched)]

    def _touched(self, statement: str) -> list[str]:
        """Return the tables that the statement names, with their parents and children."""
        words = re.findall(r"\w+", statement)
        return [name for (name,) in self._connection.execute(TOUCHED, (words,)).fetchall()]

    def _run_watched(
        self, statement: str, tables: Sequence[str], mode: str, seen: _Seen
    ) -> str | None:
        storage = {oid: s for oid, _, s, _ in self._connection.execute(RELATIONS).fetchall()}
        scans = self._committed_scans()
        with (
            psycopg.connect(self._url, autocommit=True) as runner,
            psycopg.connect(self._url) as blocker,
        ):
            runner.execute("set timezone = 'UTC'")
            runner.execute("set client_min_messages = debug1")
            messages: list[str] = []
            runner.add_notice_handler(lambda n: messages.append(n.message_primary or ""))
            for table in tables:
                _block(blocker, table, mode)
            errors: list[str] = []
            thread = Thread(target=_run, args=(runner, statement, errors))
            thread.start()
            self._watch(runner.info.backend_pid, thread, blocker, seen)
            thread.join()
            if errors:
                return errors[0]
            runner.execute("select pg_stat_force_next_flush()")
        self._see_storage(seen, storage, messages)
        for oid in seen.rewritten:
            seen.lock(oid, "AccessExclusiveLock")
        now = self._committed_scans()
        seen.scanned = {oid for oid, n in now.items() if n > scans.get(oid, 0)}
        return None

    def _watch(
        self, pid: int, thread: Thread, blocker: psycopg.Connection[tuple[object, ...]], seen: _Seen
    ) -> None:
        """Read the locks of `pid` until it ends; let the blocker go once it has been met."""
        released = False
        while thread.is_alive():
            blocked = self._connection.execute("select pg_blocking_pids(%s)", (pid,)).fetchone()
            is_blocked = bool(blocked and blocked[0])
            for relation, mode, is_index in self._connection.execute(
                HELD_BY_RUNNER, (pid,)
            ).fetchall():
                if is_blocked or not is_index:
                    seen.lock(relation, mode)
            if is_blocked and not released:
                blocker.rollback()
                released = True
            time.sleep(0.001)

    def _committed_scans(self) -> dict[int, int]:
        self._connection.execute("select pg_stat_force_next_flush()")
        self._connection.execute("select pg_stat_clear_snapshot()")
        return dict(self._connection.execute(SCANS_OF_SERVER).fetchall())


@contextmanager
def observing(url: str) -> Iterator[Observer]:
    """Watch statements on the database at `url`, which is emptied."""
    observer = Observer(url)
    try:
        yield observer
    finally:
        observer.close()


def _run(runner: psycopg.Connection[tuple[object, ...]], text: str, errors: list[str]) -> None:
    try:
        runner.execute(text.encode())
    except psycopg.Error as error:
        errors.append(str(error).splitlines()[0])


def _block(blocker: psycopg.Connection[tuple[object, ...]], table: str, mode: str) -> None:
    name = sql.SQL(".").join(map(sql.Identifier, table.split(".", 1)))
    query = sql.SQL("select relkind = 'm' from pg_class where oid = {}::regclass")
    row = blocker.execute(query.format(sql.Literal(name.as_string()))).fetchone()
    if row and row[0]:
        # LOCK TABLE does not take a materialized view; reading it must not count as a scan.
        blocker.execute(sql.SQL("select from {} where false").format(name))
    else:
        blocker.execute(sql.SQL("lock table only {} in {} mode").format(name, sql.SQL(mode)))


def _observed(before: _Before, seen: _Seen) -> Observed:
    effects = [
        ObservedEffect(
            name,
            lock if (lock := seen.locks.get(oid, 0)) > 1 else 0,
            oid in seen.rewritten,
            oid in seen.scanned,
            tuple(sorted(seen.built.get(oid, ()))),
        )
        for oid, name in before.names.items()
    ]
    return Observed(tuple(sorted((e for e in effects if _matters(e)), key=lambda e: e.relation)))


def _matters(effect: ObservedEffect) -> bool:
    return bool(effect.lock or effect.rewrites or effect.scans or effect.builds_indexes)


# A statement outside a transaction is run several times on fresh copies of the setup, whose object
# ids differ; names do not.
def _merge(merged: _Seen, seen: _Seen, before: _Before) -> None:
    ids = {oid: hash(name) for oid, name in before.names.items()}
    for oid, mode in seen.locks.items():
        if oid in ids:
            merged.locks[ids[oid]] = max(merged.locks.get(ids[oid], 0), mode)
    merged.scanned |= {ids[oid] for oid in seen.scanned if oid in ids}
    merged.rewritten |= {ids[oid] for oid in seen.rewritten if oid in ids}
    for oid, names in seen.built.items():
        if oid in ids:
            merged.built.setdefault(ids[oid], set()).update(names)


def _observed_by_name(merged: _Seen, before: _Before) -> Observed:
    named = _Before({hash(n): n for n in before.names.values()}, {}, [])
    return _observed(named, merged)
