"""The wrong tenant finds nothing: asked of every type, relation, lookup and id of the schema."""

import datetime as dt
import uuid

import pytest

from api.graphql import kinds, names, node_ids
from api.graphql.declarations import Entity, Lookup, ToMany, ToOne
from api.schema import REGISTRY
from tests.api.graphql.conftest import Service
from tests.rows import Row, Rows

LISTED = [entity for entity in REGISTRY.entities if entity.is_listed]


@pytest.fixture
def filled(service: Service) -> Service:
    for rows in (service.ours, service.theirs):
        for entity in REGISTRY.entities:
            rows.the(entity.table)
    return service


def key_of(entity: Entity, row: Row) -> tuple[object, ...]:
    return tuple(row[column.column] for column in entity.key)


def id_of(entity: Entity, rows: Rows) -> str:
    return node_ids.encode(entity, key_of(entity, rows.the(entity.table)))


def absent(value: object) -> object:
    """Return a value of the same kind that no row has."""
    match value:
        case uuid.UUID():
            return uuid.uuid4()
        case int():
            return 2**62
        case dt.datetime() | dt.date():
            return value.replace(year=1999)
        case _:
            return "nobody has this"


def absent_id(entity: Entity, rows: Rows) -> str:
    found = key_of(entity, rows.the(entity.table))
    return node_ids.encode(entity, tuple(absent(part) for part in found))


def ids_of(service: Service, document: str, *path: str) -> list[str]:
    nodes = service.ask(document).at(*path)
    assert isinstance(nodes, list)
    return [node["id"] for node in nodes]


def test_an_id_of_another_tenant_is_as_absent_as_one_of_no_row(filled: Service) -> None:
    for entity in REGISTRY.entities:
        one = names.singular(entity.name)
        document = (
            "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } "
            f"{one}(id: $id) {{ id }} }}"
        )
        own = {"id": id_of(entity, filled.ours)}
        assert filled.ask(document, id=own["id"]).at() == {"node": own, "nodes": [own], one: own}
        theirs = filled.ask(document, id=id_of(entity, filled.theirs))
        nothing = filled.ask(document, id=absent_id(entity, filled.theirs))
        assert (theirs.data, theirs.errors) == (nothing.data, nothing.errors)
        assert theirs.at() == {"node": None, "nodes": [None], one: None}
        assert theirs.statements == nothing.statements


def test_a_connection_holds_the_tenants_own_rows_alone(filled: Service) -> None:
    for entity in LISTED:
        field = names.camel(entity.table)
        document = f"{{ {field} {{ totalCount nodes {{ id }} }} }}"
        own = id_of(entity, filled.ours)
        assert filled.ask(document).at(field) == {"totalCount": 1, "nodes": [{"id": own}]}
        theirs = id_of(entity, filled.theirs)
        filtered = f'{{ {field}(filter: {{id: {{eq: "{theirs}"}}}}) {{ totalCount }} }}'
        assert filled.ask(filtered).at(field) == {"totalCount": 0}


def test_totals_add_up_the_tenants_own_rows_alone(filled: Service) -> None:
    for entity in LISTED:
        if entity.totals is None:
            continue
        field = names.camel(entity.table)
        totals = filled.ask(f"{{ {field} {{ totals {{ count }} }} }}").at(field, "totals")
        assert totals == ([{"count": 1}] if entity.totals.per else {"count": 1}), entity.name


def test_a_relation_leads_to_the_tenants_own_rows_alone(filled: Service) -> None:
    for entity in REGISTRY.entities:
        for field in entity.fields:
            if isinstance(field, ToOne | ToMany):
                check_relation(filled, entity, field)


def check_relation(service: Service, entity: Entity, field: ToOne | ToMany) -> None:
    name = names.camel(field.name)
    inner = "{ id }" if isinstance(field, ToOne) else "{ nodes { id } }"
    document = (
        f"query ($id: ID!) {{ node(id: $id) {{ ... on {entity.name} {{ {name} {inner} }} }} }}"
    )
    found = service.ask(document, id=id_of(entity, service.ours)).at("node", name)
    nodes = found["nodes"] if isinstance(field, ToMany) else [found]  # type: ignore[index]  # a connection
    own = id_of(REGISTRY.of_table(field.target), service.ours)
    assert [node for node in nodes if node not in (None, {"id": own})] == [], (entity.name, name)


def test_a_lookup_finds_no_row_of_another_tenant(filled: Service) -> None:
    looked = 0
    for entity in REGISTRY.entities:
        for found in entity.lookups:
            looked += check_lookup(filled, entity, found)
    assert looked > 0


def check_lookup(service: Service, entity: Entity, found: Lookup) -> int:
    """Look a row up by values that only the other tenant has; return how many rows had any."""
    values = [entity.value(name) for name in found.columns]
    columns = [read for value in values for read in value.reads]
    made_up = {column: value_for(entity, column) for column in columns}
    for rows in (service.ours, service.theirs):
        rows.add(entity.table, **(made_up if rows is service.theirs else {}))
    field = names.singular(entity.name) + names.pascal(found.name)
    arguments = ", ".join(
        f'{names.camel(value.name)}: "{kinds.to_text(made_up[column])}"'
        for value, column in zip(values, columns, strict=True)
    )
    document = f"{{ {field}({arguments}) {{ id }} }}"
    assert service.ask(document).at(field) is None
    assert service.ask(document, by=service.theirs).at(field) is not None
    return 1


def value_for(entity: Entity, column: str) -> object:
    kind = next(value.type.kind for value in entity.values if column in value.reads)
    return {
        kinds.Kind.TEXT: f"theirs-{column.replace('_', '-')}",
        kinds.Kind.BIGINT: 77,
        kinds.Kind.DATE: dt.date(1999, 12, 31),
    }[kind]


def test_without_a_tenant_there_is_nothing(filled: Service) -> None:
    nobody = object.__new__(Rows)
    nobody.organization_id = uuid.uuid4()
    for entity in LISTED:
        field = names.camel(entity.table)
        found = filled.ask(f"{{ {field} {{ totalCount }} }}", by=nobody).at(field, "totalCount")
        assert found == 0
