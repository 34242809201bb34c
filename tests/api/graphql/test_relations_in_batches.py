"""Every relation of the schema takes as many statements for 500 rows as for one."""

import datetime as dt

import pytest

from api.graphql import names
from api.graphql.declarations import Entity, ToMany, ToOne
from api.schema import REGISTRY
from models import metadata
from tests.api.graphql.conftest import Service

ROWS = 500
LISTED = [entity for entity in REGISTRY.entities if entity.is_listed]
# Of these a company or a member has one row per kind, so that there is nothing to add.
SINGULAR = {
    "affiliate_program_configs",
    "companies",
    "cs_ai_pricing",
    "cs_ai_usage_summary",
    "members",
    "notification_preferences",
    "organizations",
}


def document(entity: Entity, rows: int) -> str:
    """Return an operation that follows every relation of a type, one level deep."""
    relations = " ".join(
        f"{names.camel(field.name)} {inner(field)}"
        for field in entity.fields
        if isinstance(field, ToOne | ToMany)
    )
    return f"{{ {names.camel(entity.table)}(first: {rows}) {{ nodes {{ id {relations} }} }} }}"


def inner(field: ToOne | ToMany) -> str:
    """Return what is asked of a relation: more than its id, which its foreign key holds."""
    if isinstance(field, ToMany):
        return "{ totalCount nodes { id } }"
    values = REGISTRY.of_table(field.target).values
    return f"{{ id {names.camel(values[0].name)} }}"


def expected(entity: Entity) -> int:
    """Return the most statements: rows, table's size, one per to-one, two per to-many."""
    one = sum(isinstance(field, ToOne) for field in entity.fields)
    many = sum(isinstance(field, ToMany) for field in entity.fields)
    return 2 + one + 2 * many


def counted(service: Service) -> dict[str, tuple[int, int]]:
    """Return how many rows each type answered with, and how many statements that took."""
    found = {}
    for entity in LISTED:
        answer = service.ask(document(entity, ROWS))
        nodes = answer.at(names.camel(entity.table), "nodes")
        assert isinstance(nodes, list)
        found[entity.table] = (len(nodes), len(answer.statements))
    return found


def fill(service: Service) -> None:
    with service.owner.transaction():
        for table in (table for table in metadata.tables if table not in SINGULAR):
            for number in range(1, ROWS):
                service.ours.add(table, **distinct(table, number))


def distinct(table: str, number: int) -> dict[str, object]:
    """Return what of a row must differ and has a default that is always the same."""
    if table == "daily_metrics":
        return {"metric_date": dt.date(2020, 1, 1) + dt.timedelta(days=number)}
    return {}


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
def test_no_relation_costs_a_statement_per_row(service: Service) -> None:
    for entity in REGISTRY.entities:
        service.ours.the(entity.table)
    few = counted(service)
    fill(service)
    many = counted(service)
    assert {table: rows for table, (rows, _) in few.items() if rows != 1} == {}
    full = {table for table, (rows, _) in many.items() if rows == ROWS}
    assert full == {entity.table for entity in LISTED} - SINGULAR
    for entity in LISTED:
        assert many[entity.table][1] <= expected(entity), entity.name
        assert few[entity.table][1] == many[entity.table][1], entity.name
