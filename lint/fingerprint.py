"""What makes a finding the same finding after the lines around it have moved.

It is the rule, the file and the SQL that it points at, spaces aside; where all three are the same,
the first, the second and so on.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from lint.finding import Finding


def fingerprints(findings: Sequence[Finding], texts: Mapping[str, str]) -> list[str]:
    """Return the mark of each finding, different for each."""
    seen: Counter[str] = Counter()
    marks = []
    for finding in findings:
        path = finding.path.replace("\\", "/")
        mark = hashed(finding.code, path, _pointed_at(finding, texts))
        seen[mark] += 1
        marks.append(mark if seen[mark] == 1 else hashed(mark, str(seen[mark])))
    return marks


def hashed(*parts: str) -> str:
    """Return one short mark for all the parts."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]


def _pointed_at(finding: Finding, texts: Mapping[str, str]) -> str:
    lines = texts.get(finding.path, "").split("\n")[finding.line - 1 : finding.end_line]
    if not lines:
        return finding.what
    lines[-1] = lines[-1][: finding.end_column - 1] if len(lines) > 1 else lines[-1]
    start = finding.column - 1
    end = finding.end_column - 1 if len(lines) == 1 else None
    lines[0] = lines[0][start:end]
    return " ".join(" ".join(lines).split()).lower()
