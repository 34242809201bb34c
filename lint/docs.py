"""The rules as pages: for `headgate-lint rules`, and as the Markdown files of docs/rules.

A rule's page is its docstring. Added are its code and severity, labels for the examples, and what
PostgreSQL does for the first bad one: the effect model's answer, which the tests compare with live
servers. `python -m lint.docs docs/rules` writes the files.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from lint.catalog import Catalog
from lint.engine import check, explain
from lint.finding import ExplainedEffect, ExplainedStatement
from lint.migration import Migration, Positions, Transactions
from lint.reporters.wrapping import wrap_words
from lint.rule import Rule, load_rules

GROUPS = {
    "1": "Locks",
    "2": "Scans, rewrites and index builds under a lock",
    "3": "Lost data",
    "4": "Broken clients",
    "5": "Transactions and timeouts",
    "6": "What PostgreSQL refuses",
    "7": "Security",
    "8": "The GraphQL contract",
    "9": "Hygiene",
}
OBSERVED_VERSION = 18

_FENCE = re.compile(
    r"^```sql (?P<kind>bad|good)(?P<rest>[^\n]*)\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SEPARATOR = re.compile(r"^-- migration(?P<outside> outside transaction)?[^\n]*\n", re.MULTILINE)
_VERSION = re.compile(r" (?P<until>\.\.)?(?P<version>\d\d)\b")


def render_list(rules: Sequence[Rule], width: int) -> str:
    """Return the rules by group, each with its summary."""
    lines: list[str] = []
    for group, title in GROUPS.items():
        members = [rule for rule in rules if rule.code[2] == group]
        if members:
            lines += [f"{title} (HG{group})", ""]
        for rule in members:
            lines.append(f"  {rule.code}  {rule.name}  ({rule.severity})")
            lines += wrap_words(_plain(rule.summary), width, " " * 9, " " * 9)
        lines += [""] * bool(members)
    return "\n".join([*lines, f"{len(rules)} rules; headgate-lint rules CODE shows one."]) + "\n"


def render_page(rule: Rule) -> str:
    """Return a rule's page as Markdown that reads well in a terminal."""
    title = f"# {rule.code} {rule.name}"
    kind = f"{str(rule.severity).capitalize()}. {GROUPS[rule.code[2]]}."
    parts = [title, kind, _labelled(rule.page.strip())]
    if observed := _observed(rule):
        parts.append(observed)
    return "\n\n".join(parts) + "\n"


def render_index(rules: Sequence[Rule]) -> str:
    """Return the page that lists all pages."""
    lines = ["# The rules", ""]
    for group, title in GROUPS.items():
        members = [rule for rule in rules if rule.code[2] == group]
        if members:
            lines += [f"## HG{group}xx {title}", "", "| code | severity | |", "| --- | --- | --- |"]
            lines += [_row(rule) for rule in members]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return every file of docs/rules by its name."""
    return {
        "README.md": render_index(rules),
        **{f"{rule.name}.md": render_page(rule) for rule in rules},
    }


def write_pages(folder: Path) -> None:
    """Write every page, and remove the pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages(load_rules())
    for stale in folder.glob("*.md"):
        if stale.name not in written:
            stale.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def _row(rule: Rule) -> str:
    summary = rule.summary.replace("|", "\\|")
    return f"| [{rule.code}]({rule.name}.md) | {rule.severity} | {summary} |"


def _plain(text: str) -> str:
    return text.replace("`", "")


def _labelled(page: str) -> str:
    """Return the page with a line above each example that says which it is."""

    def label(fence: re.Match[str]) -> str:
        said = "Flagged" if fence["kind"] == "bad" else "Clean"
        version = _VERSION.search(fence["rest"])
        word = "until" if version and version["until"] else "from"
        since = f", {word} PostgreSQL {version['version']}" if version else ""
        return f"{said}{since}:\n\n```sql\n{fence['sql']}```"

    return _FENCE.sub(label, page)


def _observed(rule: Rule) -> str:
    """Return what PostgreSQL does for the statements that the first bad example is found for."""
    fence = next((each for each in _FENCE.finditer(rule.page) if each["kind"] == "bad"), None)
    if fence is None:
        return ""
    statements = [each for each in _found_statements(fence["sql"], rule) if each.effects]
    if not statements:
        return ""
    rows = [
        f"| `{effect.relation}` | {_lock(effect)} | {_work(effect)} |"
        for statement in statements
        for effect in statement.effects
    ]
    table = ["| relation | lock | work under it |", "| --- | --- | --- |", *dict.fromkeys(rows)]
    said = "Held by the tests against live PostgreSQL 16 and 18:"
    return "\n".join(["## What the first example does", "", said, "", *table])


def _found_statements(text: str, rule: Rule) -> list[ExplainedStatement]:
    migrations = _migrations(text)
    start = Catalog.empty(OBSERVED_VERSION)
    report = check(migrations, pg_version=OBSERVED_VERSION, start=start, rules=[rule])
    found = {(each.path, each.line) for each in report.findings}
    explained = explain(migrations, pg_version=OBSERVED_VERSION, start=start)
    return [each for each in explained.statements if (each.path, each.line) in found]


def _migrations(text: str) -> list[Migration]:
    """Return an example's migrations: what stands before the first separator is history."""
    parts = _SEPARATOR.split(text)
    modes = [None, *parts[1::2]]
    texts = parts[::2]
    return [
        Migration(
            f"{number:04}",
            f"{number:04}.sql",
            sql,
            Transactions.SEPARATE if mode else Transactions.WRAPPED,
            Positions(sql),
            is_linted=number > 0 or len(texts) == 1,
        )
        for number, (sql, mode) in enumerate(zip(texts, modes, strict=True))
    ]


def _lock(effect: ExplainedEffect) -> str:
    return effect.lock or "none"


def _work(effect: ExplainedEffect) -> str:
    work = []
    if effect.rewrites:
        work.append("rewrites it")
    if effect.scans:
        work.append("reads every row")
    if effect.builds_indexes:
        work.append(f"builds {', '.join(f'`{name}`' for name in effect.builds_indexes)}")
    return ", ".join(work) or "none"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
