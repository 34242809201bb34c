"""Over random schemas and random statements, the server does what the linter says.

`HEADGATE_TRUTH_EXAMPLES=5000 pytest tests/lint/test_truth_property.py` looks for longer.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from tests.lint.observer import Observed, Observer, observing
from tests.lint.prediction import predicted
from tests.lint.schemas import Draft, drafts, texts

EXAMPLES = int(os.environ.get("HEADGATE_TRUTH_EXAMPLES", "60"))
STATEMENTS = 6


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Draft, list[str]]:
    draft = draw(drafts())
    return draft, draw(st.lists(texts(draft), min_size=STATEMENTS, max_size=STATEMENTS))


@pytest.fixture
def observer(database_url: str) -> Iterator[Observer]:
    with observing(database_url) as watching:
        yield watching


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(case=_cases())
def test_random_statements_on_random_schemas_do_what_the_linter_says(
    case: tuple[Draft, list[str]], major: int, observer: Observer
) -> None:
    draft, statements = case
    assume(_stands(observer, draft))
    for text in statements:
        seen = observer.observe(draft.sql, [text])
        if seen.fails_on_its_rows:
            continue
        said = predicted(draft.sql, text, major)
        note(f"{draft.sql}\n-- statement\n{text};\n{seen.fails or said.fails}")
        assert (said.effects, said.fails is None) == (seen.effects, seen.fails is None)


def _stands(observer: Observer, draft: Draft) -> bool:
    """Tell if the server accepts the schema itself: a random one may be nonsense."""
    found: Observed = observer.try_setup(draft.sql)
    return found.fails is None
