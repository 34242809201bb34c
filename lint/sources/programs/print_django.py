"""Prints what each Django migration would send to PostgreSQL, without a database.

Usage: print_django.py OUTPUT, run in the folder that holds manage.py.

`sqlmigrate` prints one migration per run and opens a connection for its transaction. Here the
project is set up once, and each operation's statements are collected by Django's own schema editor
for PostgreSQL, which is told that it is in a transaction so that it opens none.

To drop an index or a constraint that it once made, the editor asks the database for its name. Here
it is told what the statements so far have made.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import django  # type: ignore[import-untyped]  # it has no types; the user's interpreter runs this
from django.conf import settings  # type: ignore[import-untyped]
from django.db.backends.postgresql.base import (  # type: ignore[import-untyped]
    DatabaseWrapper,
)
from django.db.migrations.loader import MigrationLoader  # type: ignore[import-untyped]

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


def main(output: str) -> None:
    """Write what was found to the file `output`."""
    sys.path[0] = str(Path.cwd())
    try:
        found = read()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - the user's code: anything may come
        found = {"broken": f"{type(problem).__name__}: {' '.join(str(problem).split())}"}
    Path(output).write_text(json.dumps(found), encoding="utf-8")


def read() -> Json:
    """Return every migration in the order of its dependencies, with its statements or its error."""
    named = _SETTINGS.search(Path("manage.py").read_text(encoding="utf-8"))
    if named:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", named[1])
    django.setup()
    loader = MigrationLoader(None)
    conflicts = {app: sorted(names) for app, names in loader.detect_conflicts().items()}
    connection = offline_connection()
    state = loader.project_state(at_end=False, nodes=[])
    migrations = [read_migration(node, connection, state) for node in in_order(loader)]
    return {"conflicts": conflicts, "migrations": migrations}


def offline_connection() -> DatabaseWrapper:
    """Return a connection to PostgreSQL that is never opened."""
    connection = DatabaseWrapper({**_SUPPOSED_SETTINGS}, alias="default")
    connection.__dict__["pg_version"] = _SUPPOSED_VERSION  # else Django asks the server for it
    connection.settings_dict["TIME_ZONE"] = settings.TIME_ZONE if settings.USE_TZ else None
    quote = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False).quote_value

    def compose_sql(sql: str, parameters: Sequence[object]) -> str:
        """Merge the parameters here; Django does it with a cursor of an open connection."""
        return sql % tuple(quote(parameter) for parameter in parameters)

    connection.ops.compose_sql = compose_sql
    connection.known_constraints = {}
    connection.introspection.get_constraints = lambda _cursor, table: (
        connection.known_constraints.get(table, {})
    )
    connection.cursor = no_cursor
    return connection


class NoCursor:
    """Stands where a cursor would, and says so when it is used."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"this asks the database ({name}), and none is open here")


def no_cursor(*_arguments: object) -> AbstractContextManager[NoCursor]:
    """Return what the schema editor opens before it asks for constraints."""
    return nullcontext(NoCursor())


def in_order(loader: MigrationLoader) -> Iterator[object]:
    """Yield the migrations, each after those it depends on."""
    seen = set()
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node not in seen:
                seen.add(node)
                yield loader.graph.nodes[node]


def read_migration(migration: object, connection: DatabaseWrapper, state: object) -> Json:
    """Return one migration's statements, and the error that stopped it if one did."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False)
    editor.deferred_sql = []
    editor.atomic_migration = True  # its operations then open no transaction of their own
    statements: list[Json] = []
    error = ""
    try:
        for index, operation in enumerate(migration.operations):  # type: ignore[attr-defined]
            run(operation, migration.app_label, editor, state)  # type: ignore[attr-defined]
            statements.extend(taken(editor, index))
        for deferred in editor.deferred_sql:
            editor.execute(deferred, None)
        statements.extend(taken(editor, -1))
    except Exception as problem:  # noqa: BLE001 - the user's operations: anything may come
        error = f"{type(problem).__name__}: {' '.join(str(problem).split())}"
    return described(migration, statements, error)


def described(migration: object, statements: list[Json], error: str) -> Json:
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


def run(operation: object, app: str, editor: object, state: object) -> None:
    """Apply one operation to the state of the models, and collect its SQL."""
    before = state.clone()  # type: ignore[attr-defined]
    operation.state_forwards(app, state)  # type: ignore[attr-defined]
    if operation.reduces_to_sql:  # type: ignore[attr-defined]
        operation.database_forwards(app, editor, before, state)  # type: ignore[attr-defined]


def taken(editor: object, index: int) -> list[Json]:
    """Return the statements that the editor has collected since it was last asked."""
    collected = editor.collected_sql  # type: ignore[attr-defined]
    found: list[Json] = [{"sql": sql, "operation": index} for sql in collected]
    for sql in collected:
        record(sql, editor.connection.known_constraints)  # type: ignore[attr-defined]
    collected.clear()
    return found


# The statements of Django's schema editor that make, drop and move what has a name.
_NAME = r'"([^"]+)"'
_INDEX = re.compile(rf"CREATE (UNIQUE )?INDEX (?:CONCURRENTLY )?{_NAME} ON {_NAME}[^(]*\(([^)]*)\)")
_ADDED = re.compile(rf"ALTER TABLE {_NAME} ADD CONSTRAINT {_NAME} (\w+)[^(]*\(([^)]*)\)")
_TABLE = re.compile(rf"CREATE TABLE {_NAME} \((.*)\)", re.DOTALL)
_COLUMN = re.compile(rf"(?:^|, ){_NAME} (?!IN )([^,]*)")
_NEW_COLUMN = re.compile(rf"ALTER TABLE {_NAME} ADD COLUMN {_NAME} (.*)", re.DOTALL)
_REFERENCES = re.compile(rf"CONSTRAINT {_NAME} REFERENCES")
_DROPPED = re.compile(rf"DROP (?:INDEX|CONSTRAINT)(?: CONCURRENTLY)?(?: IF EXISTS)? {_NAME}")
_RENAMED = re.compile(rf"ALTER TABLE {_NAME} RENAME TO {_NAME}")
_RENAMED_COLUMN = re.compile(rf"ALTER TABLE {_NAME} RENAME COLUMN {_NAME} TO {_NAME}")

Constraints = dict[str, dict[str, Json]]


def record(sql: str, known: Constraints) -> None:
    """Note what the statement does to indexes and constraints, by table and name."""
    if match := _INDEX.match(sql):
        unique, name, table, columns = match.groups()
        note(known, table, name, columns, index=True, unique=bool(unique))
    elif match := _ADDED.match(sql):
        table, name, kind, columns = match.groups()
        note(known, table, name, columns, **{KINDS.get(kind, "check"): True})
    elif match := _TABLE.match(sql):
        for column in _COLUMN.finditer(match[2]):
            note_column(known, match[1], column[1], column[2])
    elif match := _NEW_COLUMN.match(sql):
        note_column(known, match[1], match[2], match[3])
    move(sql, known)


def move(sql: str, known: Constraints) -> None:
    """Note what the statement renames and drops."""
    if match := _RENAMED_COLUMN.match(sql):
        table, old, new = match.groups()
        for constraint in known.get(table, {}).values():
            constraint["columns"] = [new if each == old else each for each in constraint["columns"]]  # type: ignore[attr-defined]
    elif match := _RENAMED.match(sql):
        known[match[2]] = known.pop(match[1], {})
    for name in _DROPPED.findall(sql):
        for constraints in known.values():
            constraints.pop(name, None)


KINDS = {"UNIQUE": "unique", "PRIMARY": "primary_key", "FOREIGN": "foreign_key", "CHECK": "check"}


def note(known: Constraints, table: str, name: str, columns: str, **kinds: bool) -> None:
    """Note one index or constraint as Django's introspection describes it."""
    flags = dict.fromkeys(("index", "unique", "primary_key", "foreign_key", "check"), False)
    named = re.findall(_NAME, columns)
    described: Json = {"columns": named, "type": "idx", "definition": None, **flags, **kinds}
    known.setdefault(table, {})[name] = described


def note_column(known: Constraints, table: str, column: str, definition: str) -> None:
    """Note the constraints that stand with a column, by the names that PostgreSQL gives them."""
    quoted = f'"{column}"'
    if "PRIMARY KEY" in definition:
        note(known, table, f"{table}_pkey", quoted, primary_key=True, unique=True)
    elif " UNIQUE" in definition:
        note(known, table, f"{table}_{column}_key", quoted, unique=True)
    for name in _REFERENCES.findall(definition):
        note(known, table, name, quoted, foreign_key=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
