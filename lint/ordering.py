"""Which finding to read first, when a live server said how big the tables are.

What happens to the biggest table comes first; findings of one statement, and those of which no size
is known, stay in the order of the text.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from lint.facts import TableSize
from lint.finding import ExplainedStatement, Explanation, Finding
from lint.names import Name
from lint.persistent import PersistentMap

Sizes = PersistentMap[Name, TableSize]


def biggest_first(
    findings: Sequence[Finding], explanation: Explanation, sizes: Sizes
) -> tuple[Finding, ...]:
    """Return the findings, those of the biggest tables first."""
    known = {str(name): size.bytes for name in sizes if (size := sizes.get(name)) is not None}
    statements: dict[str, list[ExplainedStatement]] = {}
    for statement in explanation.statements:
        statements.setdefault(statement.path, []).append(statement)

    def size_of(finding: Finding) -> int:
        return _bytes(_statement_of(finding, statements.get(finding.path, [])), known)

    return tuple(sorted(findings, key=size_of, reverse=True))


def _statement_of(
    finding: Finding, statements: Sequence[ExplainedStatement]
) -> ExplainedStatement | None:
    """Return the last statement that begins at or above the finding."""
    index = bisect_right(statements, finding.line, key=lambda each: each.line)
    return statements[index - 1] if index else None


def _bytes(statement: ExplainedStatement | None, known: Mapping[str, int]) -> int:
    if statement is None:
        return 0
    return max((known.get(effect.relation, 0) for effect in statement.effects), default=0)
