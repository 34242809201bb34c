"""Prints what each Django migration would send to PostgreSQL, without a database.

Usage: print_django.py OUTPUT, run in the folder that holds manage.py.

`sqlmigrate` prints one migration per run and opens a connection for its transaction. Here the
project is set up once, and each operation's statements are collected by Django's own schema editor
for PostgreSQL, which is told that it is in a transaction so that it opens none.

What Django asks the server for is answered here where it can be known: an extension is not there
yet, and a constraint has the name that Django once gave it, or the one that PostgreSQL gives where
none is said. Whoever asks for more is refused as by a server that is down. Python code of a
migration (RunPython) is not run: a DO block that nobody can read stands where it would.
"""

import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import django
from django.conf import settings
from django.contrib.postgres import operations as extensions
from django.db import OperationalError, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython

Json = dict[str, object]

_SETTINGS = re.compile(r"""DJANGO_SETTINGS_MODULE['"],\s*['"]([\w.]+)['"]""")
_SUPPOSED_VERSION = 140000
_SUPPOSED_SETTINGS: Json = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "none",
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
    "OPTIONS": {},
    "TIME_ZONE": None,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "AUTOCOMMIT": True,
    "ATOMIC_REQUESTS": False,
    "TEST": {},
}
_SUFFIXES = {
    "primary_key": ("_pk",),
    "unique": ("_uniq",),
    "check": ("_check",),
    "index": ("", "_like", "_idx"),
}
"""What Django's names of constraints and indexes end with, by what it asks for."""

_FOREIGN_KEY = "_fk_%(to_table)s_%(to_column)s"
_LONGEST_NAME = 63


class OfflineConnection(DatabaseWrapper):  # type: ignore[misc]  # Django ships no types
    """A connection to PostgreSQL that is never opened."""

    def ensure_connection(self) -> None:
        """Refuse whoever wants to ask the server."""
        raise OperationalError("it asks the database, and none is asked here")


class OfflineEditor(DatabaseSchemaEditor):  # type: ignore[misc]  # the same
    """Django's schema editor, answering itself what it asks the server for."""

    def __init__(self, connection: OfflineConnection, sent: list[str]) -> None:
        super().__init__(connection, collect_sql=True, atomic=False)
        self.deferred_sql: list[object] = []
        self.atomic_migration = True  # its operations then open no transaction of their own
        self.sent = sent

    def _constraint_names(
        self,
        model: object,
        column_names: Sequence[str] | None = None,
        *_positional: object,
        exclude: Iterable[str] | None = None,
        **asked: object,
    ) -> list[str]:
        """Return the names of the constraints or indexes of a model that Django asks for."""
        kind = next(each for each in ("foreign_key", *_SUFFIXES) if asked.get(each))
        table = str(model._meta.db_table)  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own
        columns = list(column_names or ())
        names = set(self._given_by_django(model, table, columns, kind)) - set(exclude or ())
        sent = sorted(name for name in names if self._was_sent(f'"{name}"'))
        return sent or [self._given_by_server(table, columns, kind)]

    def _given_by_django(
        self, model: object, table: str, columns: list[str], kind: str
    ) -> Iterator[str]:
        if kind == "foreign_key":
            fields = model._meta.local_fields  # type: ignore[attr-defined]  # noqa: SLF001
            field = next(each for each in fields if each.column == columns[0])
            yield str(self._fk_constraint_name(model, field, _FOREIGN_KEY)).strip('"')
        for suffix in _SUFFIXES.get(kind, ()):
            yield self._create_index_name(table, columns, suffix=suffix)

    def _given_by_server(self, table: str, columns: list[str], kind: str) -> str:
        """Return PostgreSQL's name for what a column's definition says without one."""
        ends = {"primary_key": ["pkey"], "unique": [*columns, "key"], "check": [*columns, "check"]}
        name = "_".join([table, *ends.get(kind, ())])
        renamed = any(self._was_sent(f'TO "{each}"') for each in (table, *columns))
        if kind not in ends or renamed or len(name.encode()) > _LONGEST_NAME:
            of = f"the {kind.replace('_', ' ')} of {table} ({', '.join(columns)})"
            raise OperationalError(f"it asks the database for the name of {of}")
        return name

    def _was_sent(self, words: str) -> bool:
        statements = (*self.sent, *self.collected_sql, *map(str, self.deferred_sql))
        return any(words in each for each in statements)

    def _get_sequence_name(self, _table: str, _column: str) -> None:
        """Return no sequence: Django's keys are identity columns."""

    def _is_collation_deterministic(self, name: str) -> bool:
        made = f'CREATE COLLATION "{name}"'
        statements = [*self.sent, *self.collected_sql]
        return not any(made in each and "deterministic=false" in each for each in statements)


def main(output: str) -> None:
    """Write what was found to the file `output`."""
    sys.path[0] = str(Path.cwd())
    try:
        found = read()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - the user's code: anything may come
        path, line = culprit(problem)
        found = {"broken": {"message": words_of(problem), "path": path, "line": line}}
    Path(output).write_text(json.dumps(found), encoding="utf-8")


def read() -> Json:
    """Return every migration in the order of its dependencies, with its statements or its error."""
    named = _SETTINGS.search(Path("manage.py").read_text(encoding="utf-8"))
    if named:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", named[1])
    connection = offline_connection()
    for alias in connections:
        connections[alias] = connection
    django.setup()
    loader = MigrationLoader(None)
    conflicts = {app: sorted(names) for app, names in loader.detect_conflicts().items()}
    state = loader.project_state(at_end=False, nodes=[])
    sent: list[str] = []
    migrations = [read_migration(node, connection, state, sent) for node in in_order(loader)]
    return {"conflicts": conflicts, "migrations": migrations}


def offline_connection() -> OfflineConnection:
    """Return the connection that takes the place of every one that the settings name."""
    connection = OfflineConnection({**_SUPPOSED_SETTINGS}, alias="default")
    connection.__dict__["pg_version"] = _SUPPOSED_VERSION  # else Django asks the server for it
    connection.settings_dict["TIME_ZONE"] = settings.TIME_ZONE if settings.USE_TZ else None
    quote = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False).quote_value

    def compose_sql(sql: str, parameters: Sequence[object]) -> str:
        """Merge the parameters here; Django does it with a cursor of an open connection."""
        return sql % tuple(quote(parameter) for parameter in parameters)

    connection.ops.compose_sql = compose_sql
    return connection


def in_order(loader: MigrationLoader) -> Iterator[object]:
    """Yield the migrations, each after those it depends on."""
    seen = set()
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node not in seen:
                seen.add(node)
                yield loader.graph.nodes[node]


def read_migration(
    migration: object, connection: OfflineConnection, state: object, sent: list[str]
) -> Json:
    """Return one migration's statements, and the first error of its operations if there is one."""
    editor = OfflineEditor(connection, sent)
    statements: list[Json] = []
    error: Json = {}
    origins: dict[int, int] = {}
    for index, operation in enumerate(migration.operations):  # type: ignore[attr-defined]
        try:
            run(operation, migration.app_label, editor, state)  # type: ignore[attr-defined]
        except Exception as problem:  # noqa: BLE001 - the user's operations: anything may come
            error = error or {"message": words_of(problem), "operation": index}
        statements.extend(taken(editor, index))
        for deferred in editor.deferred_sql:
            origins.setdefault(id(deferred), index)
    for deferred in editor.deferred_sql:
        editor.execute(deferred, None)
        statements.extend(taken(editor, origins[id(deferred)]))
    sent.extend(str(each["sql"]) for each in statements)
    return described(migration, statements, error)


def described(migration: object, statements: list[Json], error: Json) -> Json:
    """Return what the linter needs to know of one migration."""
    kind = type(migration)
    operations = migration.operations  # type: ignore[attr-defined]
    return {
        "id": f"{migration.app_label}.{migration.name}",  # type: ignore[attr-defined]
        "path": sys.modules[kind.__module__].__file__,
        "atomic": migration.atomic,  # type: ignore[attr-defined]
        "reversible": all(operation.reversible for operation in operations),
        "statements": statements,
        "error": error,
    }


def run(operation: object, app: str, editor: OfflineEditor, state: object) -> None:
    """Apply one operation to the state of the models, and collect its SQL."""
    before = state.clone()  # type: ignore[attr-defined]
    operation.state_forwards(app, state)  # type: ignore[attr-defined]
    if operation.reduces_to_sql:  # type: ignore[attr-defined]
        operation.database_forwards(app, editor, before, state)  # type: ignore[attr-defined]
    else:
        leave_unread(operation, app, editor)


def leave_unread(operation: object, _app: str, editor: OfflineEditor, *_states: object) -> None:
    """Write, in place of Python code, a block that says that there is something unread."""
    code = getattr(operation, "code", type(operation))
    if code is not RunPython.noop:
        editor.execute(f'DO LANGUAGE "Python" $${code.__name__}$$', None)


# One inside of SeparateDatabaseAndState is run by that, and not by what is above.
RunPython.database_forwards = leave_unread
# CREATE EXTENSION is sent without asking whether the extension is there.
extensions.CreateExtension.extension_exists = lambda *_: False
extensions.register_type_handlers = lambda _connection: None


def taken(editor: OfflineEditor, index: int) -> list[Json]:
    """Return the statements that the editor has collected since it was last asked."""
    collected = editor.collected_sql
    found: list[Json] = [{"sql": sql, "operation": index} for sql in collected]
    collected.clear()
    return found


def words_of(problem: BaseException) -> str:
    """Return an exception's name and what it says, on one line."""
    return f"{type(problem).__name__}: {' '.join(str(problem).split())}"


def culprit(problem: BaseException) -> tuple[str, int]:
    """Return the file of the project that an exception comes from, and the line."""
    if isinstance(problem, SyntaxError) and problem.filename:
        return problem.filename, problem.lineno or 0
    found = ("", 0)
    for frame, line in traceback.walk_tb(problem.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(Path.cwd()) and "site-packages" not in path.parts:
            found = (str(path), line)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
