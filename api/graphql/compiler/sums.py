"""Totals of a connection: counted and added up first, and then written as objects."""

from functools import partial

from api.graphql import names, statements
from api.graphql.asked import Asked
from api.graphql.compiler import objects, values
from api.graphql.compiler.objects import UncompilableError
from api.graphql.declarations import Entity, Totals, Value
from api.graphql.fragments import NOTHING, Fragment, compose, join, name, table, where
from api.graphql.kinds import Kind, of_kind
from api.graphql.rows import of_value

_COUNT, _PER, _SUM, _AVERAGE = "count", "per", "sum", "average"


def of_rows(entity: Entity, alias: str, condition: Fragment, asked: Asked) -> Fragment:
    """Return what the rows of a table that meet a condition add up to."""
    declared = entity.totals
    if declared is None:
        raise UncompilableError(f"{entity.name} has no totals")
    added = _added(entity, declared, alias, condition, asked)
    columns = objects.columns(
        asked.fields, f"{entity.name}Totals", partial(_value, entity, declared, asked.name)
    )
    lines = compose("select {} from ({}) as {}", columns, added, name(asked.name))
    if declared.per is not None:
        return objects.of_rows(lines, asked.name)
    return compose(
        "(select row_to_json({}.*) from ({}) as {})", name(asked.name), lines, name(asked.name)
    )


def _added(
    entity: Entity, declared: Totals, alias: str, condition: Fragment, asked: Asked
) -> Fragment:
    """Return the query of the sums that are asked for: one line, or one per group."""
    measures = [compose("count(*) as {}", name(_COUNT))]
    measures += [
        compose("{} as {}", statements.sum_of(value, alias), _name(_SUM, value))
        for value in _asked_for(entity, declared.sums, asked, _SUM)
    ]
    measures += [
        compose("{} as {}", statements.average_of(value, alias), _name(_AVERAGE, value))
        for value in _asked_for(entity, declared.averages, asked, _AVERAGE)
    ]
    grouped = end = NOTHING
    if declared.per is not None:
        per = of_value(entity.value(declared.per), alias)
        grouped = compose("{} as {}, ", per, name(_PER))
        end = compose(" group by {} order by {}", per, per)
    return compose(
        "select {}{} from {}{}{}",
        grouped,
        join(", ", measures),
        table(entity.table, alias),
        where(condition),
        end,
    )


def _asked_for(entity: Entity, declared: tuple[str, ...], asked: Asked, field: str) -> list[Value]:
    wanted = {found.name for _, found in asked.below(field) for found in found.fields}
    return [entity.value(found) for found in declared if names.camel(found) in wanted]


def _value(entity: Entity, declared: Totals, alias: str, asked: Asked) -> Fragment:
    match asked.name:
        case "count":
            return name(alias, _COUNT)
        case "sum":
            type_name, write = f"{entity.name}Sums", _sum
        case "average":
            type_name, write = f"{entity.name}Averages", _average
        case _:
            per = entity.value(str(declared.per))
            return values.written(per.type, name(alias, _PER))
    found = {
        names.camel(value.name): value
        for value in map(entity.value, (*declared.sums, *declared.averages))
    }
    return objects.of_each(
        asked.fields, type_name, lambda field: write(found[field.name], alias), asked.name
    )


def _sum(value: Value, alias: str) -> Fragment:
    return values.written(of_kind(statements.sum_kind(value)), _named(alias, _SUM, value))


def _average(value: Value, alias: str) -> Fragment:
    return values.written(of_kind(Kind.DECIMAL), _named(alias, _AVERAGE, value))


def _name(measure: str, value: Value) -> Fragment:
    return name(f"{measure}_{value.name}")


def _named(alias: str, measure: str, value: Value) -> Fragment:
    return name(alias, f"{measure}_{value.name}")
