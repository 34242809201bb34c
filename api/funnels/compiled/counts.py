"""Funnels counted in SQL: the one of a row, the one of all rows, and one per bucket of a series."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from api.funnels import inputs, periods, statements
from api.funnels.compiled import attendance, reports
from api.funnels.declarations import Funnel, Outcome, Stage
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.statements import Question, fixed
from api.graphql.asked import Asked
from api.graphql.compiler import objects
from api.graphql.compiler.site import Compile, Site
from api.graphql.fragments import Fragment, bind_array, compose, name
from api.graphql.slots import apply

_COUNTED = "counted"


def of_owner(funnel: Funnel) -> Compile:
    """Return what compiles the funnel of a row."""

    def compile_field(site: Site) -> Fragment:
        owned = compose("{} = {}", fixed(funnel.owner), site.columns["id"])
        return _of_all(site.asked, Question(funnel, Span(), {}, owned))

    return compile_field


def of_all(funnel: Funnel) -> Compile:
    """Return what compiles the funnel of all rows that are meant."""

    def compile_field(site: Site) -> Fragment:
        question = inputs.question(site.scope.registry, funnel, site.asked.arguments)
        return _of_all(site.asked, question)

    return compile_field


def series(funnel: Funnel) -> Compile:
    """Return what compiles the funnel of every bucket, empty ones included."""

    def compile_field(site: Site) -> Fragment:
        arguments = site.asked.arguments
        question = inputs.question(site.scope.registry, funnel, arguments)
        period = FunnelPeriod(str(arguments["by"]))
        return objects.of_rows(
            _series(site.asked, question, period, buckets(period, arguments)), "bucket"
        )

    return compile_field


def buckets(period: FunnelPeriod, arguments: Mapping[str, object]) -> Fragment:
    """Return the relation of the first days of the buckets that are asked for."""
    days = apply(partial(periods.buckets, period), arguments["since"], arguments["until"])
    return compose("unnest({})", bind_array(days, "date"))


def _of_all(asked: Asked, question: Question) -> Fragment:
    funnel = question.funnel
    if funnel.attendance is not None:
        return attendance.of_all(asked, question, funnel.attendance)
    counted = statements.counting_all(question, _needed(asked, funnel))
    return compose(
        "(select {} from ({}) as {})",
        reports.report(asked, funnel, partial(name, _COUNTED)),
        counted,
        name(_COUNTED),
    )


def _series(asked: Asked, question: Question, period: FunnelPeriod, wanted: Fragment) -> Fragment:
    funnel, grouped_by = question.funnel, statements.bucket(question, period)
    if funnel.attendance is not None:
        funnels = [field for field in asked.fields if field.name == "funnel"]
        return compose(
            "select {} from ({}) as {} order by {}",
            _bucket(asked, name(_COUNTED, "grouped_by"), partial(attendance.report, funnel=funnel)),
            attendance.groups(question, funnel.attendance, grouped_by, wanted, funnels),
            name(_COUNTED),
            name(_COUNTED, "grouped_by"),
        )
    return compose(
        "select {} from {} as asked (starts_on) left join ({}) as {} "
        "on {} = asked.starts_on order by asked.starts_on",
        _bucket(
            asked,
            compose("asked.starts_on"),
            partial(reports.report, funnel=funnel, count=_in_bucket),
        ),
        wanted,
        statements.counting(question, grouped_by),
        name(_COUNTED),
        name(_COUNTED, "grouped_by"),
    )


def _bucket(asked: Asked, starts_on: Fragment, report: Callable[[Asked], Fragment]) -> Fragment:
    """Return the columns of a bucket."""

    def value(field: Asked) -> Fragment:
        return report(field) if field.name == "funnel" else starts_on

    return objects.columns(asked.fields, "FunnelBucket", value)


def _in_bucket(measured: str) -> Fragment:
    """Return the SQL of a count where a bucket may be empty."""
    return compose("coalesce({}, 0)", name(_COUNTED, measured))


def _needed(asked: Asked, funnel: Funnel) -> Iterator[Stage | Outcome]:
    """Yield what must be counted for what is asked; the first stage is what others are part of."""
    yield funnel.stages[0]
    if asked.has("stages"):
        yield from funnel.stages[1:]
    if asked.has("beside") or any(field.has("stuck") for _, field in asked.below("stages")):
        yield from funnel.beside
    if asked.has("amounts"):
        yield from funnel.amounts
