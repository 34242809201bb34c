"""Every statement of the corpus does on a live server what the linter says it does."""

from collections.abc import Iterator

import pytest

from tests.lint.corpus.cases import Case, read_cases
from tests.lint.observer import Observed, Observer, observing
from tests.lint.prediction import predicted, statements

CASES = tuple(read_cases())
AREAS = sorted({case.name.split(":")[0] for case in CASES})


@pytest.fixture
def observer(database_url: str) -> Iterator[Observer]:
    with observing(database_url) as watching:
        yield watching


def _as_told(observed: Observed) -> Observed:
    """Return the observation without the server's words: that it refuses is what counts."""
    return Observed(observed.effects, "refused" if observed.fails else None)


def test_the_corpus_has_a_thousand_statements_and_each_only_once() -> None:
    keys = [(case.setup, case.text, case.first_major, case.last_major) for case in CASES]
    assert len(keys) >= 1000
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("area", AREAS)
def test_what_the_linter_says_is_what_the_server_does(
    area: str, major: int, observer: Observer
) -> None:
    wrong: dict[str, tuple[str, Observed, Observed]] = {}
    cases = [case for case in CASES if case.name.startswith(f"{area}:") and case.runs_on(major)]
    for case in cases:
        said, seen = _both(case, major, observer)
        if said != seen:
            wrong[case.name] = (case.text, said, seen)
    assert wrong == {}, f"{len(wrong)} of {len(cases)} differ: (statement, said, seen)"


def _both(case: Case, major: int, observer: Observer) -> tuple[Observed, Observed]:
    said = predicted(case.setup, case.text, major)
    seen = observer.observe(case.setup, statements(case.text))
    return _as_told(said), _as_told(seen)
