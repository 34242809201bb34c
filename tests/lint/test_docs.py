from pathlib import Path

import pytest

from lint import docs
from lint.rule import load_rules

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
RULES = load_rules()


def test_the_pages_are_those_the_rules_make() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert written == docs.pages(RULES), "run: python -m lint.docs docs/rules"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_has_no_unlabelled_example(rule: object) -> None:
    page = docs.render_page(next(each for each in RULES if each is rule))

    assert "```sql bad" not in page
    assert "```sql good" not in page
    assert "\nFlagged" in page


def test_the_verified_lock_is_on_the_page() -> None:
    rule = next(each for each in RULES if each.name == "set-not-null-scans-table")

    assert "| `public.author` | ACCESS EXCLUSIVE | reads every row |" in docs.render_page(rule)


def test_the_list_fits_the_width() -> None:
    for width in (60, 80):
        lines = docs.render_list(RULES, width).splitlines()
        assert all(len(line) <= width for line in lines if line.startswith(" " * 9))


def test_the_list_names_every_rule() -> None:
    text = docs.render_list(RULES, 80)

    assert all(f"  {rule.code}  {rule.name}  ({rule.severity})\n" in text for rule in RULES)


def test_writing_removes_the_pages_of_rules_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")

    docs.write_pages(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == set(docs.pages(RULES))
