"""The funnel of an event in SQL: its days are in the rows, so its stages are made of rows, too."""

from collections.abc import Iterator, Sequence
from functools import partial

from api.funnels import statements
from api.funnels.compiled import reports
from api.funnels.compiled.reports import Step
from api.funnels.declarations import MOST_DAYS, Attendance, Funnel
from api.funnels.statements import Question, fixed, quoted
from api.graphql.asked import Asked
from api.graphql.compiler.objects import MOST_KEY_BYTES, UncompilableError
from api.graphql.fragments import TRUE, Fragment, compose, join, name

COUNTED = "counted"

_STEP = Step(
    name=name("step", "name"),
    label=name("step", "label"),
    count=name("step", "count"),
    first=name("step", "first"),
    previous=name("step", "previous"),
    further=name("step", "further"),
)


def of_all(asked: Asked, question: Question, attendance: Attendance) -> Fragment:
    """Return the funnel of all rows that are meant."""
    counted = groups(question, attendance, TRUE, compose("(values (true))"), [asked])
    return compose(
        "(select {} from ({}) as {})", report(asked, question.funnel), counted, name(COUNTED)
    )


def groups(
    question: Question,
    attendance: Attendance,
    grouped_by: Fragment,
    asked_groups: Fragment,
    funnels: Sequence[Asked],
) -> Fragment:
    """Return the statement that finds, for each group, the lists of stages that funnels ask for."""
    lists = [
        compose(
            "array_to_json(array_agg({} order by step.place)) as {}",
            reports.stage(stages, _STEP),
            name(_column(funnel, stages)),
        )
        for funnel in funnels
        for stages in funnel.fields
        if stages.name == "stages"
    ]
    return statements.filled(
        "attendance",
        counted=statements.counting(question, grouped_by),
        counts_after=join(" union all ", _counts_after(question.funnel)),
        stages_after=join(", ", _stages_after(question.funnel)),
        day_name=quoted(attendance.name),
        day_label=quoted(attendance.label),
        groups=asked_groups,
        columns=join(", ", [compose("step.grouped_by"), *lists]),
    )


def report(asked: Asked, funnel: Funnel) -> Fragment:
    """Return the report of one of the groups that were found."""

    def stages(field: Asked) -> Fragment:
        return name(COUNTED, _column(asked, field))

    return reports.around(asked, funnel, partial(name, COUNTED), stages)


def _column(funnel: Asked, stages: Asked) -> str:
    """Return the column of a list of stages, by the response keys that lead to it."""
    column = f"{funnel.key} {stages.key}"
    if len(column) > MOST_KEY_BYTES:
        raise UncompilableError(f"'{column}' is too long for a column's name")
    return column


def _counts_after(funnel: Funnel) -> Iterator[Fragment]:
    """Yield what selects the counts of the stages after the days, which no day is told of."""
    for place, stage in enumerate(funnel.stages, start=MOST_DAYS + 1):
        yield compose(
            "select grouped_by, {}, {} from counted where day is null",
            fixed(str(place)),
            name(stage.name),
        )


def _stages_after(funnel: Funnel) -> Iterator[Fragment]:
    for place, stage in enumerate(funnel.stages, start=MOST_DAYS + 1):
        yield compose("({}, {}, {})", fixed(str(place)), quoted(stage.name), quoted(stage.label))
