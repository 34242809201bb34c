"""The formats that machines read."""

import json
import xml.etree.ElementTree as ET

import pytest

from lint.finding import MigrationReport, Risk, Severity
from lint.reporters import as_json, github, gitlab, junit, markdown, sarif
from tests.lint.reporters.scene import ERROR, finding, report, stage

NASTY = '50% of <a> & "b",\r\nit\'s: `x` | y\x01'


def test_json_is_the_documented_shape() -> None:
    said = json.loads(as_json.render(report(finding(), errors=(ERROR,)), stage()))

    assert said == {
        "version": 1,
        "pg_version": 18,
        "migrations": [{"id": "0002", "path": "m/0002.sql", "risk": "high", "statements": 2}],
        "findings": [
            {
                "code": "HG201",
                "rule": "set-not-null-scans-table",
                "severity": "error",
                "migration": "0002",
                "path": "m/0002.sql",
                "line": 2,
                "column": 3,
                "end_line": 2,
                "end_column": 33,
                "what": finding().what,
                "why": finding().why,
                "fix": finding().fix,
            }
        ],
        "suppressed": [],
        "errors": [{"path": "m/0003.sql", "line": 1, "column": 8, "message": ERROR.message}],
    }


def test_github_gets_a_command_per_finding_with_its_escapes() -> None:
    nasty = finding(what=NASTY, why="b", fix="c", path="a,b:c.sql", severity=Severity.WARNING)

    lines = github.render(report(nasty, errors=(ERROR,)), stage()).splitlines()

    assert lines[0] == (
        "::warning title=HG201 set-not-null-scans-table,file=a%2Cb%3Ac.sql,line=2,endLine=2,"
        'col=3,endColumn=33::50%25 of <a> & "b",%0D%0Ait\'s: `x` | y\x01%0A%0Ab%0A%0Ac'
    )
    assert lines[1] == (
        '::error title=cannot be read,file=m/0003.sql,line=1,col=8::syntax error at or near "tabel"'
    )
    assert lines[2].startswith("Checked 1 migration")


def test_github_has_no_columns_over_several_lines() -> None:
    line = github.render(report(finding(end_line=4)), stage()).splitlines()[0]

    assert "line=2,endLine=4::" in line


def test_a_note_is_a_notice_to_github() -> None:
    assert github.render(report(finding(severity=Severity.NOTE)), stage()).startswith("::notice ")


def test_gitlab_gets_an_entry_per_finding_each_with_a_mark_of_its_own() -> None:
    twice = report(finding(), finding(), finding(code="HG202"), errors=(ERROR,))

    entries = json.loads(gitlab.render(twice, stage()))

    assert len({entry["fingerprint"] for entry in entries}) == 4
    assert entries[0] == {
        "description": f"{finding().what} {finding().why}",
        "check_name": "HG201 set-not-null-scans-table",
        "fingerprint": entries[0]["fingerprint"],
        "severity": "critical",
        "location": {"path": "m/0002.sql", "lines": {"begin": 2, "end": 2}},
    }
    assert entries[3]["severity"] == "blocker"
    assert entries[3]["location"] == {"path": "m/0003.sql", "lines": {"begin": 1, "end": 1}}


def test_a_mark_stays_when_the_lines_move() -> None:
    moved = finding(line=4, end_line=4)
    before = json.loads(gitlab.render(report(finding()), stage()))
    text = stage().texts["m/0002.sql"]

    after = json.loads(gitlab.render(report(moved), stage(texts={"m/0002.sql": f"\n\n{text}"})))

    assert after[0]["fingerprint"] == before[0]["fingerprint"]


def test_junit_has_a_suite_per_migration_and_a_case_per_finding() -> None:
    clean = MigrationReport(id="0004", path="m/0004.sql", risk=Risk.LOW, statements=1)
    nasty = finding(what=NASTY, fix="a < b && c > d")
    told = report(nasty, errors=(ERROR,))

    root = ET.fromstring(junit.render(told.but(migrations=(*told.migrations, clean)), stage()))  # noqa: S314 - ours

    suites = [(each.get("name"), each.get("tests"), each.get("failures")) for each in root]
    assert suites == [("m/0002.sql", "1", "1"), ("m/0004.sql", "1", "0"), ("m/0003.sql", "1", "0")]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    failure = root.find("./testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("type") == "error HG201"
    assert failure.get("message") == NASTY.replace("\x01", "").replace("\r\n", "\r\n")
    assert (failure.text or "").endswith("a < b && c > d")


def test_markdown_has_the_risk_the_notes_and_the_fixes() -> None:
    text = markdown.render(report(finding(end_line=3), errors=(ERROR,)), stage())

    assert text == (
        "## Migrations: cannot tell\n\n"
        "Checked 1 migration (2 statements) for PostgreSQL 18: 1 could not be read, 1 error; "
        "risk high.\n\n"
        "### Could not be read\n\n"
        '- `m/0003.sql:1:8`: syntax error at or near "tabel"\n\n'
        "| migration | risk | statements | findings |\n"
        "| --- | --- | ---: | --- |\n"
        "| `m/0002.sql` | **high** | 2 | 1 error |\n\n"
        "### `m/0002.sql`: high risk\n\n"
        "In production:\n\n"
        "- ACCESS EXCLUSIVE on author while every row is read.\n\n"
        "**error HG201** `set-not-null-scans-table`, lines 2 to 3: "
        "SET NOT NULL on author.name reads every row; nobody can read or write author.\n\n"
        "Every row is read under ACCESS EXCLUSIVE.\n\n"
        "```sql\n"
        "alter table author add constraint c check (name is not null) not valid;\n"
        "alter table author validate constraint c;\n"
        "```\n"
    )


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("drops <script> and *all*", "drops \\<script> and \\*all\\*"),
        ("column `a_b` of __t__", "column `a_b` of \\_\\_t\\_\\_"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_shows_words_as_they_are(what: str, shown: str) -> None:
    assert f": {shown}\n" in markdown.render(report(finding(what=what)), stage())


def test_a_fence_is_longer_than_any_in_the_fix() -> None:
    text = markdown.render(report(finding(fix="-- ```` here")), stage())

    assert "`````sql\n-- ```` here\n`````\n" in text


def test_a_clean_run_is_low_risk_in_markdown() -> None:
    clean = MigrationReport(id="1", path="m/1.sql", risk=Risk.LOW, statements=1)

    assert markdown.render(report(migrations=(clean,)), stage()).startswith(
        "## Migrations: low risk\n"
    )


def test_sarif_says_where_and_why() -> None:
    told = report(finding(path="m/a b.sql"), suppressed=(finding(code="HG301"),), errors=(ERROR,))

    (run,) = json.loads(sarif.render(told, stage()))["runs"]

    first, second = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["HG201", "HG301"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("HG201", 0, "error")
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "m/a%20b.sql"},
                "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 33},
            }
        }
    ]
    assert "suppressions" not in first
    assert second["suppressions"] == [{"kind": "inSource"}]
    assert run["invocations"][0]["executionSuccessful"] is False
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == f"cannot be read: {ERROR.message}"
