"""Prints what each Django migration would send to PostgreSQL, without a database.

Usage: print_django.py OUTPUT, run in the folder that holds manage.py.

`sqlmigrate` prints one migration per run and opens a connection for its transaction. Here the
project is set up once, and each operation's statements are collected by Django's own schema editor
for PostgreSQL, which is told that it is in a transaction so that it opens none.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import django  # type: ignore[import-not-found]  # installed for the user's interpreter, not ours
from django.conf import settings  # type: ignore[import-not-found]
from django.db.backends.postgresql.base import (  # type: ignore[import-not-found]
    DatabaseWrapper,
)
from django.db.migrations.loader import MigrationLoader  # type: ignore[import-not-found]

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
    return connection


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
    collected.clear()
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
