"""Over the whole corpus: work that keeps others out is complained of, and nothing else is.

The corpus holds what live servers do; the rules must say so exactly where a table in use is closed
to writers, or to everybody, while rows are read or written or indexes built. This is what keeps the
rules complete as the effect model learns: an effect that no rule speaks of fails here.
"""

from collections.abc import Iterator

import pytest

from lint.catalog import Catalog
from lint.effects import Effect, Lock
from lint.engine import check
from lint.facts import MaterializedView, Sequence
from lint.finding import Severity
from lint.migration import Migration, Positions, Transactions
from lint.rule import MigrationRule, Run, load_rules
from tests.lint.corpus.cases import Case, read_cases

RULES = load_rules()
# Short locks that a statement without them could avoid: there is no work to find.
SHORT = {"HG101", "HG102", "HG103"}
# Here the harm has another name: a value that no row has, rows that are lost, a view made empty.
OTHER_NAMES = {"HG305", "HG412", "HG440"}
CASES = [each for each in read_cases() if each.text.rstrip("; \n").count(";") == 0]


def _migrations(case: Case) -> list[Migration]:
    setup = Migration(
        "1", "1.sql", case.setup, Transactions.SEPARATE, Positions(case.setup), is_linted=False
    )
    return [setup, Migration("2", "2.sql", case.text, Transactions.IMPLICIT, Positions(case.text))]


def _run(case: Case, version: int) -> tuple[Run, set[str]]:
    """Return the statement as it was rehearsed, and the codes of the dangers that were found."""
    runs: list[Run] = []

    def probe(run: Run) -> None:
        runs.append(run)

    watching = MigrationRule(
        code="HG999", severity=Severity.NOTE, name="probe", page="", check=probe
    )
    report = check(
        _migrations(case),
        pg_version=version,
        start=Catalog.empty(version),
        rules=(*RULES, watching),
    )
    assert report.errors == ()
    return runs[0], {each.code for each in report.findings if each.severity > Severity.NOTE}


def _is_harmful(run: Run) -> bool:
    effects = [
        effect
        for step in run.steps
        for effect in step.effects.relations
        if not isinstance(run.before.relation(effect.relation), Sequence)
    ]
    is_closed = any(_closes(run, each) for each in effects)
    return is_closed and any(each.does_work for each in effects)


def _closes(run: Run, effect: Effect) -> bool:
    least = Lock.SHARE
    closed = run.before.relation(effect.relation)
    if isinstance(closed, MaterializedView):
        if not closed.is_populated:
            # PostgreSQL lets nobody read it, with or without the lock.
            return False
        least = Lock.ACCESS_EXCLUSIVE
    return effect.lock is not None and effect.lock >= least


def _mistakes(case: Case, version: int) -> Iterator[str]:
    run, dangers = _run(case, version)
    found = {code for code in dangers if code < "HG3"} - SHORT | (dangers & OTHER_NAMES)
    if _is_harmful(run) != bool(found):
        yield f"harm is {_is_harmful(run)}, found is {sorted(found)}"
    is_refused = any(step.effects.fails is not None for step in run.steps)
    if is_refused != any(code.startswith("HG6") for code in dangers):
        yield f"refused is {is_refused}, found is {sorted(dangers)}"


@pytest.mark.parametrize("version", [14, 16, 18])
def test_exactly_the_harmful_statements_are_found(version: int) -> None:
    wrong = [
        (case.name, case.text, mistake)
        for case in CASES
        if case.runs_on(version)
        for mistake in _mistakes(case, version)
    ]
    assert wrong == []
