"""The corpus: SQL files whose every statement is put to the model and to live servers.

A file is a row of blocks, each opened by a comment of its own line:

    -- setup               makes the schema for every statement up to the next `setup`
    -- given               adds to the setup, for the next statement only
    -- statement           one case; several statements in it run in one transaction
    -- statement 18..      the same, on these major versions only (`16..17`, `..16`)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent

_BLOCK = re.compile(r"^-- (setup|given|statement)(?: (\d*)\.\.(\d*))?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, or a transaction of several, and the schema it meets."""

    name: str
    setup: str
    text: str
    first_major: int = 14
    last_major: int = 99

    def runs_on(self, major: int) -> bool:
        return self.first_major <= major <= self.last_major


def read_cases() -> Iterator[Case]:
    """Yield every case of the corpus, in the order of its files."""
    for path in sorted(FOLDER.rglob("*.sql")):
        yield from _cases(f"{path.parent.name}/{path.stem}", path.read_text())


def _cases(name: str, text: str) -> Iterator[Case]:
    setup = given = ""
    blocks = list(_BLOCK.finditer(text))
    ends = [block.start() for block in blocks[1:]] + [len(text)]
    for block, end in zip(blocks, ends, strict=True):
        body = text[block.end() : end].strip()
        if block[1] == "setup":
            setup, given = body, ""
        elif block[1] == "given":
            given = body
        else:
            line = text.count("\n", 0, block.start()) + 1
            first, last = int(block[2] or 14), int(block[3] or 99)
            yield Case(f"{name}:{line}", f"{setup}\n{given}".strip(), body, first, last)
            given = ""
