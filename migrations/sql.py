"""How a revision runs its SQL: as it stands, with a lock timeout, online and offline alike.

A statement that waits for a lock makes everyone queue behind it. So every script gives up after
`LOCK_TIMEOUT` and can be run again, which `headgate db upgrade` does by itself. The timeout is part
of the SQL, so that offline rendering and the linter see it. It is shorter than PostgreSQL's
deadlock_timeout of a second: where a revision and a client wait for each other, the revision goes.
"""

from alembic import op

LOCK_TIMEOUT = "500ms"
BUILD_TIMEOUT = "30s"
"""For concurrent builds and drops, which wait for old transactions and make nobody wait."""


def run(script: str) -> None:
    """Run a script in the revision's transaction."""
    _execute(f"set local lock_timeout = '{LOCK_TIMEOUT}';\n{script.strip()}")


def run_alone(*statements: str) -> None:
    """Run each statement outside any transaction, as concurrent index builds must be."""
    with op.get_context().autocommit_block():
        for statement in (
            f"set lock_timeout = '{LOCK_TIMEOUT}'",
            *statements,
            "reset lock_timeout",
        ):
            _execute(f"{statement};")


def build_index(name: str, on: str, *, unique: bool = False) -> None:
    """Build an index while its table is read and written; `on` is what follows the word ON.

    A build that failed leaves an invalid index under the name: it is dropped before the next try.
    """
    kind = "unique index" if unique else "index"
    drop = f"drop index concurrently if exists {name}"
    _run_alone(BUILD_TIMEOUT, (drop, f"create {kind} concurrently {name} on {on}"))


def drop_index(name: str) -> None:
    """Drop an index while its table is read and written."""
    _run_alone(BUILD_TIMEOUT, (f"drop index concurrently if exists {name}",))


def _run_alone(lock_timeout: str, statements: tuple[str, ...]) -> None:
    with op.get_context().autocommit_block():
        for statement in (
            f"set lock_timeout = '{lock_timeout}'",
            *statements,
            "reset lock_timeout",
        ):
            _execute(f"{statement};")


def _execute(script: str) -> None:
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(script)
    else:
        # The driver takes a script of several statements as it stands when it gets no parameters.
        connection = op.get_bind().execution_options(no_parameters=True)
        connection.exec_driver_sql(script)
