"""The schema as its readers see it."""

import json

from click.testing import CliRunner
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    is_specified_scalar_type,
    validate_schema,
)

from api.cli import main
from api.graphql import contract
from api.graphql.declarations import Expression, ToMany, ToOne
from api.schema import REGISTRY
from models import metadata
from tests.api.graphql.conftest import SCHEMA


def undescribed() -> list[str]:
    """Return everything in the schema that no description says the meaning of."""
    found = []
    for name, made in SCHEMA.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(made):
            continue
        found += [] if made.description else [name]
        if isinstance(made, GraphQLEnumType):
            found += [
                f"{name}.{key}" for key, value in made.values.items() if not value.description
            ]
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            found += [
                f"{name}.{key}" for key, field in made.fields.items() if not field.description
            ]
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType):
            found += [
                f"{name}.{key}({argument})"
                for key, field in made.fields.items()
                for argument, value in field.args.items()
                if not value.description
            ]
    return found


def test_everything_is_described() -> None:
    assert undescribed() == []


def test_a_missing_description_is_found() -> None:
    field = SCHEMA.type_map["Order"].fields["orderTotal"]  # type: ignore[attr-defined]  # an object
    field.description, kept = None, field.description
    try:
        assert undescribed() == ["Order.orderTotal"]
    finally:
        field.description = kept


def test_the_committed_schema_is_current_sorted_and_valid() -> None:
    result = CliRunner().invoke(main, ["schema", "export", "--check"])
    assert (result.exit_code, result.output) == (0, "")
    printed = CliRunner().invoke(main, ["schema", "export", "--output", "-"]).output
    assert validate_schema(build_schema(printed)) == []


def test_an_outdated_file_is_refused(tmp_path: object) -> None:
    outdated = f"{tmp_path}/schema.graphql"
    result = CliRunner().invoke(main, ["schema", "export", "--check", "--output", outdated])
    assert result.exit_code == 1
    assert result.output == (f"Error: {outdated} is out of date; run headgate schema export\n")


def test_no_field_names_the_organization() -> None:
    assert (
        "organizationId"
        not in CliRunner().invoke(main, ["schema", "export", "--output", "-"]).output
    )


def test_the_contract_names_only_columns_and_fields_that_exist() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
    }
    told = json.loads(CliRunner().invoke(main, ["schema", "contract"]).output)
    assert told["version"] == 1
    assert set(told["columns"]) <= columns
    for use in {use for uses in told["columns"].values() for use in uses}:
        type_name, _, name = use.partition(".")
        made = SCHEMA.type_map[type_name]
        known = made.values if isinstance(made, GraphQLEnumType) else made.fields  # type: ignore[attr-defined]  # an object or input
        assert name in known, use


def test_the_contract_says_who_reads_a_column() -> None:
    told = contract.of_registry(REGISTRY)
    assert told["orders.order_total"] == [
        "Order.orderTotal",
        "OrderAverages.orderTotal",
        "OrderFilter.orderTotal",
        "OrderSortField.ORDER_TOTAL",
        "OrderSums.orderTotal",
    ]
    assert told["orders.contact_id"] == ["Contact.orders", "Order.contact"]
    assert "Order.isHighTicket" in told["orders.order_source"]
    assert "Query.contactByEmail" in told["contacts.email"]


def test_every_column_that_a_field_reads_is_in_the_contract() -> None:
    told = contract.of_registry(REGISTRY)
    for entity in REGISTRY.entities:
        for field in entity.fields:
            if isinstance(field, ToOne | ToMany | Expression):
                continue
            for name in field.reads:
                assert told[f"{entity.table}.{name}"], f"{entity.name}.{field.name}"


def test_every_table_is_a_type_and_in_the_contract() -> None:
    told = {column.partition(".")[0] for column in contract.of_registry(REGISTRY)}
    assert told >= set(metadata.tables)
    assert {entity.table for entity in REGISTRY.entities} >= set(metadata.tables)


def test_every_reference_can_be_followed_both_ways() -> None:
    followed_back = {
        (field.target, field.foreign_key.column)
        for entity in REGISTRY.entities
        for field in entity.fields
        if isinstance(field, ToMany)
    }
    followed = {
        (entity.table, field.foreign_key.column)
        for entity in REGISTRY.entities
        for field in entity.fields
        if isinstance(field, ToOne)
    }
    # The queue's partner and link have no index, so only one way is cheap.
    one_way = {("affiliate_click_queue", "partner_id"), ("affiliate_click_queue", "link_id")}
    assert followed - followed_back == one_way
    assert followed_back - followed == set()


def test_every_connection_below_a_row_has_an_index() -> None:
    for entity in REGISTRY.entities:
        for field in entity.fields:
            if isinstance(field, ToMany):
                target = REGISTRY.of_table(field.target)
                assert field.foreign_key.column in target.indexed, f"{entity.name}.{field.name}"


def test_tokens_and_hashes_of_addresses_are_no_fields() -> None:
    fields = {field.name for entity in REGISTRY.entities for field in entity.fields}
    assert fields.isdisjoint({"session_token", "ip_address_hash", "organization"})
