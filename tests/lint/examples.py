"""The examples in the rules' pages, as migrations for the linter and for a live server.

A page's fences are `sql bad` and `sql good`, followed by the versions an example is for where it is
not for all (`18` is 18 and later, `..17` is 17 and earlier), by `untried` where a bare server lacks
what it takes, and by `also HG201` where a bad example cannot help being a second hazard.

Inside, `-- migration` begins the next migration, which `outside transaction` leaves unwrapped, and
of which `without down` says that the tool's way back is empty. What comes before the first such
line is history and not linted; so is what is `already applied`.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from lint.catalog import Catalog
from lint.engine import check
from lint.finding import Finding, Report, Severity
from lint.migration import Down, Migration, Positions, Transactions
from lint.rule import Rule

FENCE = re.compile(
    r"^```sql (?P<kind>bad|good)(?: (?P<version>\d\d))?(?: \.\.(?P<last>\d\d))?"
    r"(?P<untried> untried)?(?: also (?P<also>HG\d{3}(?:, HG\d{3})*))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SEPARATOR = re.compile(
    r"^-- migration(?P<outside> outside transaction)?(?P<final> without down)?"
    r"(?P<applied> already applied)?\n",
    re.MULTILINE,
)
# Every page would be longer by these two lines; pages about timeouts write them out.
TIMEOUTS = "set lock_timeout = '2s';\nset statement_timeout = '10s';\n"


@dataclass(frozen=True, slots=True)
class Example:
    """One fence of a rule's page."""

    rule: Rule
    number: int
    is_bad: bool
    version: int
    last_version: int
    is_untried: bool
    also: tuple[str, ...]
    migrations: tuple[Migration, ...]

    def runs_on(self, version: int) -> bool:
        return self.version <= version <= self.last_version

    def __str__(self) -> str:
        return f"{self.rule.name}-{'bad' if self.is_bad else 'good'}-{self.number}"


def examples_of(rule: Rule) -> list[Example]:
    """Return the examples of the rule's page, in order."""
    return [
        Example(
            rule=rule,
            number=number,
            is_bad=found["kind"] == "bad",
            version=int(found["version"] or 0),
            last_version=int(found["last"] or 99),
            is_untried=bool(found["untried"]),
            also=tuple((found["also"] or "").split(", ")) if found["also"] else (),
            migrations=_migrations(found["text"], rule),
        )
        for number, found in enumerate(FENCE.finditer(rule.page), start=1)
    ]


def _migrations(text: str, rule: Rule) -> tuple[Migration, ...]:
    marks = list(SEPARATOR.finditer(text))
    cuts = [(0, 0), *((mark.start(), mark.end()) for mark in marks), (len(text), len(text))]
    parts = [text[begin:end] for (_, begin), (end, _) in pairwise(cuts)]
    return tuple(
        _migration(number, part, rule, mark, is_history=_is_history(number, parts))
        for number, (part, mark) in enumerate(zip(parts, [None, *marks], strict=True), start=1)
    )


def _is_history(number: int, parts: list[str]) -> bool:
    return number == 1 and len(parts) > 1


def _migration(
    number: int, part: str, rule: Rule, mark: re.Match[str] | None, *, is_history: bool
) -> Migration:
    needs_timeouts = not is_history and "timeout" not in rule.name and "timeout" not in part
    sql = TIMEOUTS + part if needs_timeouts else part
    is_outside = mark is not None and mark["outside"]
    return Migration(
        id=f"{number:04}",
        path=f"{number:04}.sql",
        sql=sql,
        transactions=Transactions.SEPARATE if is_outside else Transactions.WRAPPED,
        positions=Positions(sql),
        is_linted=not (is_history or (mark is not None and mark["applied"])),
        down=Down.ABSENT if mark is not None and mark["final"] else Down.UNKNOWN,
    )


def linted(example: Example, rules: tuple[Rule, ...], pg_version: int) -> Report:
    """Return what the rules say of the example, beginning with an empty database.

    Notes are off unless asked for; a page about a note asks for its own.
    """
    start = Catalog.empty(pg_version)
    asked = tuple(each for each in rules if _is_asked_for(each, example.rule))
    report = check(example.migrations, pg_version=pg_version, start=start, rules=asked)
    findings = (each for each in report.findings if _is_shown(each, example.rule))
    return report.but(findings=tuple(findings))


def _is_asked_for(rule: Rule, own: Rule) -> bool:
    return rule is own or rule.severity > Severity.NOTE


def _is_shown(finding: Finding, own: Rule) -> bool:
    return finding.code == own.code or finding.severity > Severity.NOTE
