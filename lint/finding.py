"""What a check reports: findings, the migrations it looked at, and what it could not read."""

from enum import Enum, IntEnum

from lint.record import KeywordRecord, Record


class Severity(IntEnum):
    """How bad: an error is an outage, loss or broken clients; a warning regret; a note advice."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Risk(Enum):
    """How much care a migration's deployment needs."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Finding(KeywordRecord):
    """One hazard at one place; `fix` is SQL with the user's own names."""

    code: str
    rule: str
    severity: Severity
    migration: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    what: str
    why: str
    fix: str


class MigrationReport(KeywordRecord):
    """One migration that was checked, with what its deployer should know."""

    id: str
    path: str
    risk: Risk
    statements: int
    production_notes: tuple[str, ...] = ()


class InputError(Record):
    """Something that could not be read: the check cannot say that it is safe."""

    path: str
    line: int | None
    column: int | None
    message: str


class Report(KeywordRecord):
    """All that one check says."""

    pg_version: int
    migrations: tuple[MigrationReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    errors: tuple[InputError, ...] = ()


class ExplainedEffect(KeywordRecord):
    """What a statement does to one relation that existed before it."""

    relation: str
    lock: str | None
    rewrites: bool
    scans: bool
    builds_indexes: tuple[str, ...] = ()


class ExplainedStatement(KeywordRecord):
    """What one statement does; `transaction` counts from 1 within the migration."""

    migration: str
    path: str
    line: int
    sql: str
    transaction: int
    effects: tuple[ExplainedEffect, ...] = ()
    fails: str | None = None
    unknown: tuple[str, ...] = ()


class Explanation(KeywordRecord):
    """What each statement of the migrations does."""

    pg_version: int
    statements: tuple[ExplainedStatement, ...] = ()
    errors: tuple[InputError, ...] = ()
