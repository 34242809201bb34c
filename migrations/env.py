"""What Alembic runs for every command: which database, which models, which transactions.

Each revision is a transaction of its own, so that a failure undoes one revision and not the whole
history, and so that `op.get_context().autocommit_block()` may build an index concurrently.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable

import psycopg
import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.dialects import postgresql

import migrations.version_table  # noqa: F401 - importing it registers it
import models
from models.base import Table, comment_tables

# Any number will do that no other program uses for its lock; this one spells "headgate".
_MIGRATION_LOCK = 0x6865616467617465
_OWNED_BY_EXTENSIONS = """
    select relation.relname
      from pg_catalog.pg_depend as dependency
      join pg_catalog.pg_class as relation on relation.oid = dependency.objid
     where dependency.classid = 'pg_catalog.pg_class'::regclass
       and dependency.deptype = 'e'
"""


def _run() -> None:
    if context.is_offline_mode():
        _configure_offline()
        _migrate()
        return
    engine = sa.create_engine("postgresql+psycopg://", creator=_connect, poolclass=sa.NullPool)
    with engine.connect() as connection:
        _take_lock(connection)
        _configure(connection)
        _migrate()


def _connect() -> psycopg.Connection:
    connection = psycopg.connect(_url())
    connection.add_notice_handler(_pass_on)
    return connection


def _pass_on(notice: psycopg.errors.Diagnostic) -> None:
    """Let the operator read what a revision warns of; PostgreSQL's mere notes are left out."""
    if notice.severity_nonlocalized == "WARNING":
        print(f"warning: {notice.message_primary}", file=sys.stderr)  # noqa: T201 - a command line


def _migrate() -> None:
    with context.begin_transaction():
        context.run_migrations()


def _configure_offline() -> None:
    context.configure(
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        literal_binds=True,
        transaction_per_migration=True,
        target_metadata=_metadata(),
    )


def _configure(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        transaction_per_migration=True,
        target_metadata=_metadata(),
        compare_type=_types_differ,
        compare_server_default=True,
        include_object=_include_all_but(_tables_of_extensions(connection)),
        on_version_apply=context.config.attributes.get("on_version_apply"),
    )


def _url() -> str:
    """Return the address: what the program passes, else `DATABASE_URL`, as libpq spells it."""
    url = context.config.attributes.get("url") or os.environ.get("DATABASE_URL")
    if not url:
        raise CommandError(
            "no database: set DATABASE_URL; headgate db url prints the embedded server's"
        )
    return "postgresql://" + str(url).partition("://")[2]


def _metadata() -> sa.MetaData:
    for module in pkgutil.iter_modules(models.__path__, "models."):
        importlib.import_module(module.name)
    comment_tables()
    return Table.metadata


def _take_lock(connection: sa.Connection) -> None:
    """Let one session migrate a database at a time; the lock lasts as long as the session.

    A session that waited for the lock would hold a snapshot meanwhile, and a concurrent index build
    of the one that has it would wait for that snapshot for ever: so it is tried, not waited for.
    """
    with connection.begin():
        taken = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_MIGRATION_LOCK)))
    if not taken:
        raise CommandError(
            "another session is migrating this database; run this again when it ends"
        )


def _tables_of_extensions(connection: sa.Connection) -> frozenset[str]:
    with connection.begin():
        return frozenset(connection.scalars(sa.text(_OWNED_BY_EXTENSIONS)))


def _include_all_but(
    tables: frozenset[str],
) -> Callable[[object, str | None, str, bool, object | None], bool]:
    """Return the filter that leaves the tables of extensions out of a comparison."""

    def include(
        _item: object,
        name: str | None,
        kind: str,
        is_reflected: bool,  # noqa: FBT001 - Alembic passes it by position
        _other: object | None,
    ) -> bool:
        return not (kind == "table" and is_reflected and name in tables)

    return include


def _types_differ(
    _context: MigrationContext,
    _reflected_column: sa.Column[object],
    _declared_column: sa.Column[object],
    reflected: sa.types.TypeEngine[object],
    declared: sa.types.TypeEngine[object],
) -> bool | None:
    """Compare enums by name, values and order, which Alembic does not; leave the rest to it."""
    if not (isinstance(reflected, postgresql.ENUM) and isinstance(declared, sa.Enum)):
        return None
    return (reflected.name, reflected.enums) != (declared.name, declared.enums)


_run()
