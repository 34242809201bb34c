"""Flyway: `V1__name.sql`, repeatable `R__name.sql`, undo `U1__name.sql`, baseline `B1__name.sql`.

Each migration runs in a transaction of its own. Flyway looks at the first words of each statement:
a script of statements that cannot run in a transaction is run without one; a script that has both
kinds is refused, unless `mixed = true`, and then runs without one. `executeInTransaction=false`, in
the project's configuration or in `<script>.sql.conf`, turns the transaction off; `group = true`
joins all pending migrations into one. Sources: the pages "Flyway Mixed Setting", "Flyway Execute In
Transaction Setting" and "Flyway Group Setting" at https://documentation.red-gate.com/fd, and
`PostgreSQLParser.detectCanExecuteInTransaction` of flyway-database-postgresql.

Versioned migrations run in order of version, repeatable ones after them in order of description.
Undo scripts are the way back and are not linted. A baseline migration repeats, for new databases
only, what the versioned ones up to it have done (https://documentation.red-gate.com/fd, "Baseline
migrations"): where those are still there, it is left out, and else it is where history begins.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.migration import Down, Migration, Positions, SourceError, Transactions
from lint.record import Record
from lint.sources.files import Folder, look_into, read_text, sql_files
from lint.sources.options import Options
from lint.sources.statements import split

NAME = "flyway"
SUBFOLDERS = ("db/migration", "src/main/resources/db/migration", "sql", "migrations")

_NAME = re.compile(r"^(?P<kind>[VUB])(?P<version>\d[\d._]*?)__(?P<description>.*)\.sql$")
_REPEATABLE = re.compile(r"^R__(?P<description>.*)\.sql$")
_NO_TRANSACTION = re.compile(
    r"((create|drop)\s+(unique\s+)?index\s+concurrently"
    r"|(create|drop)\s+(database|tablespace|subscription)"
    r"|alter\s+system|reindex\s+(verbose\s+)?(schema|database|system)|vacuum|discard\s+all)\b",
    re.IGNORECASE,
)
_SETTINGS = ("flyway.toml", "flyway.conf", "conf/flyway.toml", "conf/flyway.conf")
_SETTING = re.compile(
    r"^\s*(?:flyway\.)?(?P<name>mixed|executeInTransaction|group|shouldExecute)\s*=\s*"
    r"[\"']?(?P<value>\w+)",
    re.MULTILINE,
)
_LEVELS_UP = 5
# Flyway puts the default schema first into the search_path: a name without it means the same.
_DEFAULT_SCHEMA = re.compile(r'"?\$\{flyway:defaultSchema\}"?\s*\.')


class Script(Record):
    """One file that Flyway would run, by what its name says."""

    path: Path
    kind: str
    version: tuple[int, ...]
    description: str


def is_root(folder: Folder) -> bool:
    """Tell whether the folder has files named as Flyway names them."""
    return any(_NAME.match(name) or _REPEATABLE.match(name) for name in folder.files)


def load(folder: Path, options: Options) -> Iterator[Migration | SourceError]:
    """Yield the versioned migrations, then the repeatable ones."""
    named = [script for path in sql_files(folder) if (script := _script(path)) is not None]
    scripts = [script for script in named if not _repeats(script, named)]
    undone = {script.version for script in scripts if script.kind == "U"}
    settings = _project_settings(folder)
    seen: dict[tuple[int, ...], Script] = {}
    for script in sorted((s for s in scripts if s.kind != "U"), key=_order):
        if script.kind == "V" and (twin := seen.setdefault(script.version, script)) is not script:
            yield _duplicate(script, twin)
            continue
        try:
            migration = _migration(script, settings, options, _down(script, undone))
        except SourceError as problem:
            yield problem
        else:
            if migration is not None:
                yield migration


def from_text(text: str, path: str, options: Options) -> Migration:
    """Return a script that stands alone."""
    transactions = options.transactions or _transactions(text, {})
    sql = _without_default_schema(text)
    return Migration(Path(path).stem.strip("<>"), path, sql, transactions, Positions(text))


def _without_default_schema(text: str) -> str:
    """Return the text with blanks for the schema that its names mean anyway; places stay."""
    return _DEFAULT_SCHEMA.sub(lambda found: " " * len(found.group()), text)


def _script(path: Path) -> Script | None:
    if repeatable := _REPEATABLE.match(path.name):
        return Script(path, "R", (), repeatable["description"])
    if (named := _NAME.match(path.name)) is None:
        return None
    numbers = [int(part) for part in re.split(r"[._]", named["version"]) if part]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()  # to Flyway, 1 and 1.0 are the same version
    return Script(path, named["kind"], tuple(numbers), named["description"])


def _repeats(script: Script, scripts: Sequence[Script]) -> bool:
    """Tell whether a script does again what others do: a baseline, and older or newer ones do."""
    if script.kind != "B":
        return False
    return any(
        (other.kind == "V" and other.version <= script.version)
        or (other.kind == "B" and other.version > script.version)
        for other in scripts
    )


def _order(script: Script) -> tuple[bool, tuple[int, ...], bool, str]:
    return script.kind == "R", script.version, script.kind == "V", script.description


def _duplicate(script: Script, twin: Script) -> SourceError:
    version = ".".join(map(str, script.version))
    message = f"version {version} is also that of {twin.path.name}; give one another version"
    return SourceError(message, path=str(script.path))


def _down(script: Script, undone: set[tuple[int, ...]]) -> Down:
    if script.kind != "V" or not undone:
        return Down.UNKNOWN
    return Down.PRESENT if script.version in undone else Down.ABSENT


def _migration(
    script: Script, project: dict[str, bool], options: Options, down: Down
) -> Migration | None:
    """Return a script as a migration; None when its configuration says that it never runs."""
    settings = project | _settings(script.path.with_name(f"{script.path.name}.conf"))
    if not settings.get("shouldExecute", True):
        return None
    sql = _without_default_schema(read_text(script.path))
    transactions = options.transactions or _transactions(sql, settings)
    path = str(script.path)
    return Migration(
        script.path.stem,
        path,
        sql,
        transactions,
        Positions(sql),
        down=down,
        is_placed_by_name=script.kind == "V",
    )


def _transactions(sql: str, settings: dict[str, bool]) -> Transactions:
    if not settings.get("executeInTransaction", True):
        return Transactions.SEPARATE
    alone = [_NO_TRANSACTION.match(statement.words) is not None for statement in split(sql)]
    if any(alone) and (all(alone) or settings.get("mixed", False)):
        return Transactions.SEPARATE
    return Transactions.JOINED if settings.get("group", False) else Transactions.WRAPPED


def _project_settings(folder: Path) -> dict[str, bool]:
    for parent in [folder.resolve(), *list(folder.resolve().parents)[:_LEVELS_UP]]:
        for name in _SETTINGS:
            if settings := _settings(parent / name):
                return settings
        if "pom.xml" in look_into(parent).files or ".git" in look_into(parent).folders:
            break
    return {}


def _settings(path: Path) -> dict[str, bool]:
    if not path.is_file():
        return {}
    found = _SETTING.finditer(read_text(path))
    return {match["name"]: match["value"].lower() == "true" for match in found}
