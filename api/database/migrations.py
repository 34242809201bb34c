"""The schema's history: applied, taken back, rendered as SQL, and compared with a database.

The history is the installed package `migrations`. It is found by name and not imported: the service
depends on no revision.
"""

import contextlib
import enum
import importlib.util
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationInfo
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from api.database import address
from api.database.address import DatabaseError, DatabaseUrl

Report = Callable[[str], None]
"""Is told of each revision when it is done."""

_PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 3.0)
_IN_THE_WAY = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)

APPLIED_REVISIONS = "select version_num from alembic_version"
"""What a database says it has; the table is not there before the first revision."""


class Standing(enum.Enum):
    """Where a database is in the history."""

    AT_HEAD = enum.auto()
    BEHIND = enum.auto()
    AHEAD = enum.auto()
    """It has revisions that this release does not know: a newer release has migrated it."""


def upgrade(url: DatabaseUrl, revision: str = "head", report: Report | None = None) -> None:
    """Bring the database up to a revision."""
    with _one_line_errors():
        _patiently(lambda: command.upgrade(_configuration(url, report), revision), revision)


def downgrade(url: DatabaseUrl, revision: str, report: Report | None = None) -> None:
    """Take the database back to a revision, or to nothing with `base`."""
    with _one_line_errors():
        _patiently(lambda: command.downgrade(_configuration(url, report), revision), revision)


def _patiently(migrate: Callable[[], None], revision: str) -> None:
    """Migrate, and go on where a lock was not to be had: a revision gives up rather than block."""
    # A second try of -2 would take back two more.
    is_relative = revision.startswith(("-", "+"))
    for pause_seconds in () if is_relative else _PAUSES_SECONDS:
        try:
            migrate()
        except DBAPIError as error:
            if not isinstance(error.orig, _IN_THE_WAY):
                raise
            time.sleep(pause_seconds)
        else:
            return
    migrate()


def upgrade_sql(revisions: str = "head") -> str:
    """Return the SQL of an upgrade, from the beginning or as `from:to`, without a database."""
    with _one_line_errors():
        return _rendered(lambda config: command.upgrade(config, revisions, sql=True))


def downgrade_sql(revisions: str) -> str:
    """Return the SQL of a downgrade, as `from:to`, without a database."""
    with _one_line_errors():
        return _rendered(lambda config: command.downgrade(config, revisions, sql=True))


def check(url: DatabaseUrl) -> None:
    """Say where the models and the migrated database differ, if they do."""
    with _one_line_errors():
        command.check(_configuration(url, None, io.StringIO()))


def heads() -> frozenset[str]:
    """Return the revisions that this release ends at."""
    return frozenset(_script().get_heads())


def applied(url: DatabaseUrl) -> frozenset[str]:
    """Return the revisions that the database is at; none when it was never migrated."""
    try:
        with psycopg.connect(url) as connection:
            rows = connection.execute(APPLIED_REVISIONS).fetchall()
    except psycopg.errors.UndefinedTable:
        return frozenset()
    except psycopg.Error as error:
        raise address.refusal(url, error) from error
    return frozenset(str(row[0]) for row in rows)


def standing(found: frozenset[str]) -> Standing:
    """Say where a database with these revisions is in this release's history."""
    if found == heads():
        return Standing.AT_HEAD
    script = _script()
    return Standing.BEHIND if all(_is_known(script, name) for name in found) else Standing.AHEAD


def configuration(url: DatabaseUrl) -> Config:
    """Return the configuration that Alembic's own commands take."""
    return _configuration(url, None)


def _configuration(
    url: DatabaseUrl | None, report: Report | None, output: io.StringIO | None = None
) -> Config:
    config = Config(output_buffer=output, stdout=output or io.StringIO())
    # A percent sign in the path is doubled for the configuration file's interpolation.
    config.set_main_option("script_location", str(_history()).replace("%", "%%"))
    config.attributes["url"] = url
    if report is not None:
        config.attributes["on_version_apply"] = _told(report)
    return config


def _told(report: Report) -> Callable[..., None]:
    def done(*, step: MigrationInfo, **_: object) -> None:
        arrow = "upgraded to" if step.is_upgrade else "took back"
        revision = step.up_revision
        title = revision.doc if isinstance(revision, Script) else ""
        report(f"{arrow} {step.up_revision_id}: {title}")

    return done


def _rendered(run: Callable[[Config], None]) -> str:
    output = io.StringIO()
    run(_configuration(None, None, output))
    return output.getvalue()


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration(None, None))


def _history() -> Path:
    spec = importlib.util.find_spec("migrations")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError("the package 'migrations' is not installed; reinstall headgate")
    return Path(spec.submodule_search_locations[0])


def _is_known(script: ScriptDirectory, revision: str) -> bool:
    try:
        return script.get_revision(revision) is not None
    except (CommandError, ResolutionError):
        return False


@contextlib.contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise DatabaseError(str(error)) from error
    except DBAPIError as error:
        raise DatabaseError(_stopped(error)) from error
    except psycopg.Error as error:
        raise DatabaseError(f"the database cannot be reached: {error}") from error


def _stopped(error: DBAPIError) -> str:
    cause = error.orig
    said = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    if isinstance(cause, psycopg.errors.LockNotAvailable):
        return f"the migration stopped: {said}; nothing of this revision is applied, run it again"
    return f"the migration stopped and this revision is not applied: {said}"
