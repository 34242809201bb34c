"""A report to tell of, and the stage to tell it on."""

from lint.finding import Finding, InputError, MigrationReport, Report, Risk, Severity
from lint.reporters.stage import Stage

SQL = "alter table author\n  alter column name set not null;\nselect 1\n"


def finding(**changes: object) -> Finding:
    return Finding(
        code="HG201",
        rule="set-not-null-scans-table",
        severity=Severity.ERROR,
        migration="0002",
        path="m/0002.sql",
        line=2,
        column=3,
        end_line=2,
        end_column=33,
        what="SET NOT NULL on author.name reads every row; nobody can read or write author.",
        why="Every row is read under ACCESS EXCLUSIVE.",
        fix="alter table author add constraint c check (name is not null) not valid;\n"
        "alter table author validate constraint c;",
    ).but(**changes)


def report(*findings: Finding, **changes: object) -> Report:
    migrations = (
        MigrationReport(
            id="0002",
            path="m/0002.sql",
            risk=Risk.HIGH,
            statements=2,
            production_notes=("ACCESS EXCLUSIVE on author while every row is read.",),
        ),
    )
    return Report(pg_version=18, migrations=migrations, findings=findings).but(**changes)


ERROR = InputError("m/0003.sql", 1, 8, 'syntax error at or near "tabel"')


def stage(**changes: object) -> Stage:
    texts = {"m/0002.sql": SQL, "m/0003.sql": "create tabel a;\n"}
    return Stage(texts=texts).but(**changes)
