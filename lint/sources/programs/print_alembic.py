"""Prints what each Alembic revision would send to PostgreSQL, without a database.

Usage: print_alembic.py FOLDER INI OUTPUT, where INI may be empty and FOLDER holds env.py.

Alembic can write SQL instead of running it, but only through env.py, and many an env.py asks for a
database before it says anything. So env.py is asked first, for its options alone (naming
convention, transaction per migration, the operations that it registers); where it fails, the
revisions are run without it. Either way each upgrade() runs here, one at a time, and every
statement is written down with the place of the call that made it.

It runs on any Python that Alembic runs on, hence the plain syntax.
"""

import io
import json
import os
import sys
import traceback
from itertools import islice
from pathlib import Path
from types import FrameType

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from alembic.util import CommandError
from sqlalchemy.dialects.postgresql.base import PGDialect

Json = dict[str, object]
Place = tuple[int, int, int, int]
NOWHERE = (0, 0, 0, 0)


class BrokenError(Exception):
    """The folder cannot be read as a whole; one line says why."""

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.path, self.line = message, path, line


class Recorder:
    """Keeps the statements of one revision, each with the place of the call that made it."""

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self.statements: list[Json] = []

    def __call__(self, text: str) -> None:
        """Write one statement down."""
        place = place_in(self.path, sys._getframe(1))  # noqa: SLF001 - the only way to a caller
        self.statements.append({"sql": text, "place": place})


def main(folder: str, ini: str, output: str) -> None:
    """Write what was found to the file `output`."""
    sys.path[0] = str(Path.cwd())  # where Alembic is run, as `python -m alembic` has it
    try:
        found = read(folder, ini)
    except BrokenError as problem:
        found = {"broken": {"message": problem.message, "path": problem.path, "line": problem.line}}
    Path(output).write_text(json.dumps(found), encoding="utf-8")


def read(folder: str, ini: str) -> Json:
    """Return every revision from the first to the heads, with its statements or its error."""
    config = configuration(ini)
    if not getattr(config, "get_alembic_option", config.get_main_option)("script_location"):
        config.set_main_option("script_location", folder.replace("%", "%%"))
    try:
        script = ScriptDirectory.from_config(config)
    except CommandError as problem:
        raise BrokenError(str(problem), ini) from problem
    revisions = in_order(script)
    with EnvironmentContext(config, script, fn=no_steps, as_sql=True) as environment:
        options = options_of(environment, script)
        context = offline_context(options)
        with Operations.context(context):
            steps = [read_revision(revision, context) for revision in revisions]
    return {
        "transaction_per_migration": bool(options.get("transaction_per_migration")),
        "heads": list(script.get_heads()),
        "revisions": steps,
    }


def configuration(ini: str) -> Config:
    """Return Alembic's configuration from its .ini file, or from pyproject.toml."""
    if ini.endswith(".toml"):
        return Config(toml_file=ini, output_buffer=io.StringIO())
    return Config(ini or None, output_buffer=io.StringIO())


def no_steps(_revision: object, _context: MigrationContext) -> list[RevisionStep]:
    """Run nothing when env.py asks for its migrations to be run."""
    return []


def in_order(script: ScriptDirectory) -> list[Script]:
    """Return the revisions from the first to the heads."""
    loaded = load(script)
    script.revision_map = RevisionMap(lambda: loaded)
    refuse_gaps(loaded)
    try:
        return list(script.walk_revisions())[::-1]
    except CommandError as problem:  # a cycle
        raise BrokenError(str(problem)[:1].lower() + str(problem)[1:]) from problem


def load(script: ScriptDirectory) -> list[Script]:
    """Return the revisions as their files say, in no order."""
    try:
        return list(script._load_revisions())  # noqa: SLF001 - the map hides what it cannot resolve
    except Exception as problem:
        path, line = culprit(problem, script.dir)
        raise BrokenError(last_line(problem), path, line) from problem


def refuse_gaps(revisions: list[Script]) -> None:
    """Refuse two revisions of one name, and a parent that is not there."""
    files: dict[str, str] = {}
    for revision in revisions:
        if revision.revision in files:
            twin = Path(files[revision.revision]).name
            message = "revision '{}' is also that of {}; give one another id"
            raise BrokenError(message.format(revision.revision, twin), revision.path)
        files[revision.revision] = revision.path
    for revision in revisions:
        for parent in as_tuple(revision.down_revision):
            if parent not in files:
                message = "revision '{}' names a parent '{}' that no file has"
                raise BrokenError(message.format(revision.revision, parent), revision.path)


def as_tuple(value: object) -> tuple[str, ...]:
    """Return Alembic's one, none or many as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def options_of(environment: EnvironmentContext, script: ScriptDirectory) -> Json:
    """Return the options that env.py gives; none where it cannot run without a database."""
    try:
        script.run_env()
        return dict(environment.get_context().opts)
    except (Exception, SystemExit):  # noqa: BLE001 - it is the user's code: anything may come
        return {}


def offline_context(options: Json) -> MigrationContext:
    """Return a context that writes PostgreSQL's SQL and asks no database."""
    ours = {"as_sql": True, "literal_binds": True, "output_buffer": io.StringIO(), "fn": no_steps}
    # Without a driver: one that formats parameters with '%' would double each '%' in the SQL.
    dialect = PGDialect(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy's
    return MigrationContext.configure(dialect=dialect, opts={**options, **ours})


def read_revision(revision: Script, context: MigrationContext) -> Json:
    """Return one revision's statements, and the error that stopped it if one did."""
    recorder = Recorder(revision.path)
    setattr(context.impl, "static_output", recorder)  # noqa: B010 - a method, to the type checker
    error: Json = {}
    try:
        revision.module.upgrade()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - the user's code again
        _, line = culprit(problem, str(Path(revision.path).parent))
        error = {"message": last_line(problem), "line": line}
    return {
        "id": revision.revision,
        "path": revision.path,
        "statements": recorder.statements,
        "error": error,
    }


def place_in(path: str, frame: FrameType) -> Place:
    """Return the span (line, column, end line, end column) of the call in `path` under way."""
    for caller, _ in traceback.walk_stack(frame):
        if os.path.realpath(caller.f_code.co_filename) == path:
            return span_of(caller)
    return NOWHERE


def span_of(frame: FrameType) -> Place:
    """Return the span of what a frame is executing; its line alone before Python 3.11."""
    positions = getattr(frame.f_code, "co_positions", None)
    if positions is None:
        return (frame.f_lineno, 0, frame.f_lineno, 0)
    line, end_line, column, end_column = next(islice(positions(), frame.f_lasti // 2, None))
    if line is None or end_line is None or column is None or end_column is None:
        return (frame.f_lineno, 0, frame.f_lineno, 0)
    return (line, column + 1, end_line, end_column + 1)


def culprit(problem: BaseException, folder: str) -> tuple[str, int]:
    """Return the file in `folder` that an exception comes from, and the line."""
    if isinstance(problem, SyntaxError) and problem.filename:
        return problem.filename, problem.lineno or 0
    found = ("", 0)
    for frame, line in traceback.walk_tb(problem.__traceback__):
        if os.path.realpath(frame.f_code.co_filename).startswith(os.path.realpath(folder)):
            found = (frame.f_code.co_filename, line)
    return found


def last_line(problem: BaseException) -> str:
    """Return the last line of an exception's traceback."""
    lines = "".join(traceback.format_exception_only(type(problem), problem)).strip().splitlines()
    return lines[-1].strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
