"""Links between our pages lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.conftest import ROOT

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    yield from (ROOT / "docs").rglob("*.md")


def anchors(page: Path) -> set[str]:
    """Return what a page's headings are linked by."""
    found = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def broken(page: Path, text: str) -> Iterator[str]:
    for path, anchor in LINK.findall(text):
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{page.relative_to(ROOT)}: {path}#{anchor}"


def test_every_link_of_our_pages_leads_somewhere() -> None:
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    assert sum(len(LINK.findall(text)) for text in texts.values()) > 100
    assert [found for page, text in texts.items() for found in broken(page, text)] == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = "[a](docs/none.md) [b](README.md#no-such-heading) [c](README.md) [d](README.md#start)"
    assert list(broken(ROOT / "README.md", text)) == [
        "README.md: docs/none.md#",
        "README.md: README.md#no-such-heading",
    ]
