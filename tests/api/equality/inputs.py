"""Arguments of random operations: written into the document, or passed as variables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    specified_scalar_types,
)

from api.graphql.operators import OPERATORS
from tests.api.equality.dice import Dice
from tests.api.equality.known_data import Json, KnownData

_OF_SCALAR: Mapping[str, Sequence[Json]] = {
    "Int": (1, 0, 7, -1, 2**31 - 1),
    "BigInt": (1, "0", "9007199254740993", -5, "9223372036854775808"),
    "Float": (0.5, 1, -0.0),
    "Boolean": (True, False),
    "String": ("", "a", "O'Brien", '"', "%_\\", "😀", "\t\x01", "\0", "1"),
    "ID": ("", "nonsense", "T3JkZXI6MQ", "é"),
    "Decimal": ("0", 1, "10.50", "1.1e1", "-0.00", "123456789012345678901234567890.5", "x"),
    "DateTime": (
        "2026-01-02T00:00:00Z",
        "1999-12-31T23:59:59.123456+08:00",
        "2026-01-02",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999-12:00",
    ),
    "Date": ("2026-01-01", "2026-02-10", "2026-01-31", "2025-12-29", "0001-01-01", "2026-02-30"),
    "Time": ("09:30:00", "24:00", "00:00:00.5"),
    "UUID": ("6f2c1c1e-0000-4000-8000-000000000001", "6F2C1C1E00004000800000000000000A", "?"),
    "JSON": (None, {"a": [1.10]}, "text"),
}
_BY_NAME: Mapping[str, Sequence[Json]] = {
    "first": (2, 1, 3, 5, 0, 50, 500, -1, 501, None),
    "last": (2, 1, 3, 5, 0, 50, 500, -1, 501, None),
    "timeZone": ("UTC", "Asia/Kuala_Lumpur", "America/New_York", "Mars/Base", ""),
    "currency": ("USD", "EUR", "usd"),
}
_OF_WRONG_TYPE: Sequence[Json] = (True, "wrong", 1.5, [[]], {"wrong": 1})
_MOST_DEPTH = 3
_OPERATORS = {operator.name for known in OPERATORS.values() for operator in known}
_LIKELY = {"after": 5, "before": 3, "first": 40, "last": 12, "filter": 35, "orderBy": 35}


@dataclass(frozen=True, slots=True)
class About:
    """What a value is compared with: a field of a type, as far as the schema tells."""

    owner: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as it is declared, the value that is sent with it, if one is, and its type."""

    name: str
    declared: str
    value: Json = Undefined
    of: GraphQLInputType | None = None
    about: About = About()


@dataclass(slots=True)
class Inputs:
    """Writes arguments, and keeps the variables that they use."""

    dice: Dice
    known: KnownData
    variables: list[Variable] = field(default_factory=list)

    def arguments(
        self, taken: Mapping[str, GraphQLArgument], owner: str, without: Sequence[str] = ()
    ) -> dict[str, str]:
        """Return arguments for a field that returns the owner, each as it is written."""
        written = {}
        for name, argument in taken.items():
            is_needed = isinstance(argument.type, GraphQLNonNull) and (
                argument.default_value is Undefined
            )
            if name not in without and (is_needed or self.dice.chance(_LIKELY.get(name, 40))):
                about = About(owner, name)
                written[name] = self._written(argument.type, about, argument, _MOST_DEPTH)
        return written

    def declare(
        self,
        declared: str,
        value: Json = Undefined,
        of: GraphQLInputType | None = None,
        about: About | None = None,
    ) -> str:
        """Declare a variable and return how it is written."""
        name = f"v{len(self.variables)}"
        self.variables.append(Variable(name, declared, value, of, about or About()))
        return f"${name}"

    def others(self) -> dict[str, Json]:
        """Return other values for some of the variables."""
        return {
            one.name: self._json(one.of, one.about, _MOST_DEPTH)
            for one in self.variables
            if one.of is not None and self.dice.chance(60)
        }

    def condition(self) -> str:
        """Return what follows `if:` in a directive."""
        value = self.dice.chance(50)
        if self.dice.chance(50):
            return json.dumps(value)
        return self.declare("Boolean!", value, specified_scalar_types["Boolean"])

    def _written(
        self,
        of: GraphQLInputType,
        about: About,
        position: GraphQLArgument | GraphQLInputField,
        depth: int,
    ) -> str:
        if self.dice.chance(35):
            return self._as_variable(of, about, position, depth)
        return self._literal(of, about, depth)

    def _as_variable(
        self,
        of: GraphQLInputType,
        about: About,
        position: GraphQLArgument | GraphQLInputField,
        depth: int,
    ) -> str:
        nullable = of.of_type if isinstance(of, GraphQLNonNull) else of
        has_default = position.default_value is not Undefined
        may_lack = nullable is of or has_default
        if may_lack and self.dice.chance(15):
            return self.declare(str(nullable), Undefined, nullable, about)
        if may_lack and nullable is of and self.dice.chance(10):
            return self.declare(str(nullable), None)
        if self.dice.chance(1):
            return self.declare(str(of), self.dice.pick(_OF_WRONG_TYPE))
        value = self._json(nullable, about, depth)
        if value is not None and self.dice.chance(15):
            default = self._literal(nullable, about, depth, is_constant=True)
            return self.declare(f"{nullable} = {default}", value, nullable, about)
        if value is not None and self.dice.chance(30):
            return self.declare(f"{nullable}!", value, nullable, about)
        return self.declare(str(of), value, nullable, about)

    def _json(self, of: GraphQLInputType, about: About, depth: int) -> Json:
        """Return a value as JSON holds it."""
        match of:
            case GraphQLNonNull():
                return self._json(of.of_type, about, depth)
            case GraphQLList():
                return [self._json(of.of_type, about, depth) for _ in range(self._length())]
            case GraphQLEnumType():
                return str(self.dice.pick(list(of.values)))
            case GraphQLInputObjectType():
                owner = _owner(of, about)
                return {
                    name: self._json(of.fields[name].type, _about(owner, about, name), depth - 1)
                    for name in self._fields(of, depth)
                }
            case _:
                return self._scalar(of.name, about)

    def _literal(
        self, of: GraphQLInputType, about: About, depth: int, *, is_constant: bool = False
    ) -> str:
        """Return a value as a document holds it, variables inside where it may vary."""
        match of:
            case GraphQLNonNull():
                return self._literal(of.of_type, about, depth, is_constant=is_constant)
            case GraphQLList():
                items = [
                    self._inner(of.of_type, about, None, depth, is_constant=is_constant)
                    for _ in range(self._length())
                ]
                # One value stands for a list of it.
                is_one = len(items) == 1 and not items[0].startswith("$")
                return items[0] if is_one and self.dice.chance(30) else _listed(items)
            case GraphQLEnumType():
                return str(self.dice.pick(list(of.values)))
            case GraphQLInputObjectType():
                owner = _owner(of, about)
                return _braced(
                    {
                        name: self._inner(
                            of.fields[name].type,
                            _about(owner, about, name),
                            of.fields[name],
                            depth - 1,
                            is_constant=is_constant,
                        )
                        for name in self._fields(of, depth)
                    }
                )
            case _:
                return _as_literal(self._scalar(of.name, about))

    def _inner(
        self,
        of: GraphQLInputType,
        about: About,
        position: GraphQLInputField | None,
        depth: int,
        *,
        is_constant: bool,
    ) -> str:
        if position is not None and not isinstance(of, GraphQLNonNull) and self.dice.chance(4):
            return "null"
        if is_constant or not self.dice.chance(20):
            return self._literal(of, about, depth, is_constant=is_constant)
        return self._as_variable(of, about, position or GraphQLInputField(of), depth)

    def _fields(self, of: GraphQLInputObjectType, depth: int) -> list[str]:
        required = [
            name
            for name, found in of.fields.items()
            if isinstance(found.type, GraphQLNonNull) and found.default_value is Undefined
        ]
        optional = [
            name
            for name, found in of.fields.items()
            if name not in required and (depth > 0 or not _is_recursive(found.type))
        ]
        drawn = [self.dice.pick(optional) for _ in range(self._length())] if optional else []
        return list(dict.fromkeys([*required, *drawn]))

    def _length(self) -> int:
        return self.dice.weighed(((55, 1), (25, 2), (12, 3), (8, 0)))

    def _scalar(self, name: str, about: About) -> Json:
        if about.name in _BY_NAME:
            usual = _BY_NAME[about.name]
            return self.dice.pick(usual[: len(usual) // 2] if self.dice.chance(70) else usual)
        if about.name in {"after", "before"} and self.dice.chance(70):
            return self.dice.pick(self.known.cursors.get(about.owner) or ("",))
        known_as = "id" if about.name == "ids" else about.name
        values = self.known.values.get((about.owner, known_as))
        values = values or self.known.values.get(("", about.name))
        if values and name != "Boolean" and self.dice.chance(80):
            return self._perhaps_a_part(name, self.dice.pick(values))
        if name == "ID" and self.dice.chance(75):
            return self.dice.pick(self.known.values["Node", "id"])
        usual = _OF_SCALAR[name]
        return self.dice.pick(usual[: (len(usual) + 1) // 2] if self.dice.chance(60) else usual)

    def _perhaps_a_part(self, name: str, value: Json) -> Json:
        if name == "String" and isinstance(value, str) and self.dice.chance(15):
            return value[: self.dice.up_to(4)]
        return value


def _owner(of: GraphQLInputObjectType, about: About) -> str:
    """Return the type whose fields an input's fields are about."""
    for suffix in ("Filter", "Sort"):
        stem = of.name.removesuffix(suffix)
        if stem != of.name and "and" in of.fields:
            return stem
    return about.owner


def _about(owner: str, about: About, name: str) -> About:
    return About(owner, about.name if name in _OPERATORS else name)


def _is_recursive(of: GraphQLInputType) -> bool:
    while isinstance(of, GraphQLNonNull | GraphQLList):
        of = of.of_type
    return isinstance(of, GraphQLInputObjectType) and "and" in of.fields


def _braced(fields: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def _listed(items: Sequence[str]) -> str:
    return "[" + ", ".join(items) + "]"


def _as_literal(value: Json) -> str:
    match value:
        case dict():
            return _braced({str(name): _as_literal(inner) for name, inner in value.items()})
        case list():
            return _listed([_as_literal(inner) for inner in value])
        case _:
            return json.dumps(value, ensure_ascii=False)
