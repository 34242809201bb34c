"""Random operations over the whole schema, for tests of what holds for every one of them."""

from collections.abc import Callable
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_object_type,
)
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[object]], object]

MOST_DEPTH = 5
MOST_FIELDS = 4

_LITERALS: dict[str, list[str]] = {
    "Int": ["0", "1", "7", "-1", "2147483647"],
    "BigInt": ["0", '"9007199254740993"', "-5"],
    "Float": ["0.5"],
    "Boolean": ["true", "false"],
    "String": ['""', '"a"', '"Ärger \\"x\\""', '"%_\\\\"', '"USD"'],
    "ID": ['"nonsense"'],
    "Decimal": ['"0"', '"10.50"', '"-1e10"'],
    "DateTime": ['"2026-01-02T00:00:00Z"', '"1999-12-31T23:59:59.123456+08:00"'],
    "Date": ['"2026-01-01"'],
    "Time": ['"09:30:00"'],
    "UUID": ['"6f2c1c1e-0000-4000-8000-000000000001"'],
    "JSON": ["null"],
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes selections and arguments as hypothesis draws them."""

    schema: GraphQLSchema
    draw: Draw
    ids: tuple[str, ...]

    def pick(self, options: list[str]) -> str:
        return str(self.draw(st.sampled_from(options)))

    def coin(self) -> bool:
        return bool(self.draw(st.booleans()))

    def some(self, options: list[str], most: int) -> list[str]:
        drawn = self.draw(
            st.lists(st.sampled_from(options), min_size=1, max_size=most, unique=True)
        )
        assert isinstance(drawn, list)
        return drawn

    def selection(self, of: GraphQLObjectType, depth: int, prefix: str) -> str:
        known = [
            name
            for name, field in of.fields.items()
            if depth > 0 or is_leaf_type(get_named_type(field.type))
        ]
        picked = self.some(known, MOST_FIELDS) if known else ["__typename"]
        written = [
            self.field(name, of.fields[name], depth, f"{prefix}{position}")
            if name in of.fields
            else name
            for position, name in enumerate(picked)
        ]
        if written and self.coin():
            written[-1] = f"... on {of.name} {{ {written[-1]} }}"
        return "{ " + " ".join(["__typename", *written]) + " }"

    def field(self, name: str, field: GraphQLField, depth: int, alias: str) -> str:
        """Return the field under an alias, so that two with other arguments never meet."""
        directive = self.pick(["", "", "", " @include(if: true)", " @skip(if: true)"])
        written = f"{alias}_{name}: {name}{self.arguments(field.args)}{directive}"
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            return written
        if is_object_type(inner):
            return f"{written} {self.selection(inner, depth - 1, alias)}"
        return f"{written} {{ __typename id }}"

    def arguments(self, known: dict[str, GraphQLArgument]) -> str:
        written = [
            f"{name}: {self.argument(name, argument)}"
            for name, argument in known.items()
            if isinstance(argument.type, GraphQLNonNull) or (name in _USUAL and self.coin())
        ]
        return f"({', '.join(written)})" if written else ""

    def argument(self, name: str, argument: GraphQLArgument) -> str:
        if name == "first":
            return self.pick(["0", "1", "2", "500", "501"])
        return self.value(argument.type, 2)

    def value(self, of: GraphQLInputType, depth: int) -> str:
        match of:
            case GraphQLNonNull():
                return self.value(of.of_type, depth)
            case GraphQLList():
                return f"[{self.value(of.of_type, depth)}]"
            case GraphQLEnumType():
                return self.pick(list(of.values))
            case GraphQLInputObjectType():
                return self.input(of, depth)
            case _:
                own = list(self.ids) if of.name == "ID" else []
                return self.pick([*_LITERALS[of.name], *(f'"{found}"' for found in own)])

    def input(self, of: GraphQLInputObjectType, depth: int) -> str:
        fields = of.fields.items()
        required = [name for name, field in fields if isinstance(field.type, GraphQLNonNull)]
        optional = [
            name
            for name, field in fields
            if depth > 0 or not isinstance(get_named_type(field.type), GraphQLInputObjectType)
        ]
        picked = dict.fromkeys([*required, *(self.some(optional, 2) if optional else [])])
        written = [f"{name}: {self.value(of.fields[name].type, depth - 1)}" for name in picked]
        return "{" + ", ".join(written) + "}"


_USUAL = {"first", "filter", "orderBy"}


def operations(schema: GraphQLSchema, ids: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """Return documents of one query each, valid for the schema."""

    @st.composite
    def document(draw: Draw) -> str:
        assert schema.query_type is not None
        return "query " + Writer(schema, draw, ids).selection(schema.query_type, MOST_DEPTH, "f")

    return document()
