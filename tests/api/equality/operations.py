"""Random operations over the whole schema, valid but for what they are meant to get wrong.

What the schema allows is read from the schema. Fields of one selection may share a response key
only where GraphQL merges them: a `Scope` remembers what stands under which key.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
)

from tests.api.equality.dice import Dice
from tests.api.equality.inputs import Inputs
from tests.api.equality.known_data import Json, KnownData

Path = tuple[str, ...]

CURSORS = "cursors"
"""The response key under which a connection whose pages are turned shows where they end."""

_MOST_DEPTH = 7
_MOST_FIELDS = 4
_BUDGET = 28
_LONG = "a_response_key_of_more_characters_than_a_name_has_in_the_database"
_WORDS = ("id", "Id", "data", "order", "select", "parent", "place", "row", "value", "createdAt")
_TURNS = {"after", "before"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A connection whose page can be turned: the variable for a cursor, and where it stands."""

    variable: str
    path: Path


@dataclass(frozen=True, slots=True)
class Operation:
    """A document of one query, its variables, and the connections whose pages can be turned."""

    document: str
    name: str | None
    inputs: Inputs
    turns: Sequence[Turn]

    def variables(self) -> dict[str, Json]:
        """Return the variables that are sent with the operation."""
        known = self.inputs.variables
        return {one.name: one.value for one in known if one.value is not Undefined}


@dataclass(slots=True)
class Scope:
    """What stands under which response key of one object, in every selection that is merged.

    Below an interface objects of several types share a place in the answer, so a key tells the
    shape of what is under it, and `likely` is the type that was asked for. A fragment may be
    spread anywhere, so its keys are its own. `path` is where the object stands, unless it may
    stand in many places.
    """

    path: Path | None
    is_shared: bool = False
    fragment: str = ""
    likely: GraphQLObjectType | None = None
    keys: set[str] = field(default_factory=set)
    taken: dict[str, "Taken"] = field(default_factory=dict)
    of_types: dict[str, "Scope"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A field under its key: repeated with these words, it is merged."""

    words: str
    of_type: GraphQLObjectType | GraphQLInterfaceType | None
    inner: Scope


@dataclass(slots=True)
class Writer:
    """Writes one operation as the dice fall."""

    schema: GraphQLSchema
    dice: Dice
    inputs: Inputs
    fragments: dict[str, tuple[str, str]] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    left: int = _BUDGET

    def operation(self) -> Operation:
        root = self.schema.query_type
        assert root is not None
        selection = self._root(root)
        declared = ", ".join(f"${one.name}: {one.declared}" for one in self.inputs.variables)
        name = self.dice.weighed(((70, None), (30, "Asked")))
        if name or declared or self.dice.chance(30):
            parts = ["query", *([name] if name else [])]
            selection = " ".join(parts) + (f"({declared})" if declared else "") + " " + selection
        definitions = [
            f"fragment {name} on {of} {selected}" for name, (of, selected) in self.fragments.items()
        ]
        if name and self.dice.chance(20):
            definitions.append("query Other { __typename }")
        document = "\n".join([selection, *definitions])
        return Operation(document, name, self.inputs, self.turns)

    def _root(self, of: GraphQLObjectType) -> str:
        scope = Scope(())
        groups = _groups(of)
        parts = []
        for _ in range(1 + self.dice.weighed(((70, 0), (20, 1), (10, 2)))):
            if self.dice.chance(6):
                parts.append(self._something_of_graphql(scope))
                continue
            names = self.dice.weighed(groups)
            parts.append(self._field(of, self.dice.pick(names), _MOST_DEPTH, scope))
            if self.dice.chance(6):
                parts.append(self._again(of, _MOST_DEPTH, scope))
            if self.dice.chance(6):
                parts[-1] = f"... on {of.name}{self._directive()} {{ {parts[-1]} }}"
            if self.dice.chance(4):
                parts.append(self._named_fragment(of, _MOST_DEPTH, scope))
        return "{ " + " ".join(filter(None, parts)) + " }"

    def _something_of_graphql(self, scope: Scope) -> str:
        return self.dice.pick(
            (
                "__typename",
                f"{self._fresh(scope, 'graphql')}: __typename",
                "__schema { queryType { name } }",
                f'{self._fresh(scope, "graphql")}: __type(name: "Order") {{ name kind }}',
            )
        )

    def _selection(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        parts = [self._part(of, depth, scope)]
        while len(parts) < _MOST_FIELDS and self.left > 0 and self.dice.chance(55):
            parts.append(self._part(of, depth, scope))
        return "{ " + " ".join(filter(None, [*parts, "" if any(parts) else "__typename"])) + " }"

    def _part(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        write = self.dice.weighed(
            (
                (71, self._any_field),
                (5, self._typename),
                (14, self._all_leaves),
                (6, self._again),
                (8, self._inline_fragment),
                (5, self._named_fragment),
            )
        )
        return write(of, depth, scope)

    def _any_field(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        picked = self._name_of_field(of, depth)
        return self._field(of, picked, depth, scope) if picked else "__typename"

    def _typename(self, _of: GraphQLObjectType, _depth: int, scope: Scope) -> str:
        is_bare = self.dice.chance(50)
        return "__typename" if is_bare else f"{self._fresh(scope, 'String!')}: __typename"

    def _inline_fragment(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        condition = self.dice.pick(["", f"on {of.name} ", *_interfaces(of)])
        if condition == "on Node ":
            return f"... on Node{self._directive()} {{ {self._id(scope)} __typename }}"
        return f"... {condition}{self._directive()} {self._selection(of, depth, scope)}"

    def _named_fragment(self, of: GraphQLObjectType, depth: int, _scope: Scope) -> str:
        return f"...{self._fragment(of, depth)}{self._directive()}"

    def _all_leaves(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        leaves = [name for name, found in of.fields.items() if _is_leaf(found)]
        return " ".join(self._field(of, name, depth, scope) for name in leaves)

    def _name_of_field(self, of: GraphQLObjectType, depth: int) -> str | None:
        leaves = [name for name, found in of.fields.items() if _is_leaf(found)]
        deeper = [name for name, found in of.fields.items() if not _is_leaf(found)]
        likely = 75 if _rows_of(of) else 40
        if deeper and (not leaves or (depth > 0 and self.left > 0 and self.dice.chance(likely))):
            return self.dice.pick(deeper) if depth > -_MOST_DEPTH else None
        return self.dice.pick(leaves) if leaves else None

    def _field(self, of: GraphQLObjectType, name: str, depth: int, scope: Scope) -> str:
        found = of.fields[name]
        inner = get_named_type(found.type)
        self.left -= 1
        rows = _rows_of(inner)
        turning = rows is not None and scope.path is not None and self.dice.chance(30)
        likely = self._likely(inner)
        owner = rows or (likely or inner).name
        arguments = self.inputs.arguments(found.args, owner, tuple(_TURNS) if turning else ())
        key = self._key(name, str(found.type), scope)
        if turning and scope.path is not None:
            arguments |= self._turned((*scope.path, key), arguments)
        words = name if key == name else f"{key}: {name}"
        if arguments:
            words += "(" + ", ".join(f"{one}: {value}" for one, value in arguments.items()) + ")"
        path = None if scope.path is None else (*scope.path, key)
        below = Scope(path, scope.is_shared, likely=likely)
        of_type = inner if is_object_type(inner) or is_interface_type(inner) else None
        taken = Taken(words, of_type, below)
        scope.taken[key] = taken
        return self._worded(taken, depth, must_show=CURSORS if turning else None)

    def _worded(self, taken: Taken, depth: int, must_show: str | None = None) -> str:
        words = taken.words + self._directive()
        if taken.of_type is None:
            return words
        if isinstance(taken.of_type, GraphQLInterfaceType):
            selection = self._of_interface(taken.of_type, depth - 1, taken.inner)
        else:
            selection = self._selection(taken.of_type, depth - 1, taken.inner)
        if must_show:
            shown = f"{must_show}: pageInfo {{ startCursor endCursor }}"
            selection = f"{{ {shown} {selection[2:]}"
        return f"{words} {selection}"

    def _again(self, _of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        """Return a field that stands here already, to be merged with itself."""
        if not scope.taken:
            return "__typename"
        return self._worded(self.dice.pick(list(scope.taken.values())), depth)

    def _of_interface(self, of: GraphQLInterfaceType, depth: int, scope: Scope) -> str:
        types = self._types(of)
        parts = ["__typename"] if self.dice.chance(60) else ["id"]
        for _ in range(1 + self.dice.weighed(((50, 0), (30, 1), (20, 3)))):
            is_likely = scope.likely is not None and self.dice.chance(70)
            one = scope.likely if is_likely and scope.likely else self.dice.pick(types)
            own = scope.of_types.setdefault(one.name, Scope(None, is_shared=True))
            selection = self._selection(one, depth - 1, own)
            parts.append(f"... on {one.name}{self._directive()} {selection}")
        return "{ " + " ".join(parts) + " }"

    def _likely(self, inner: GraphQLNamedType) -> GraphQLObjectType | None:
        """Return a type for an interface, whose ids are then more likely than others."""
        is_one = isinstance(inner, GraphQLInterfaceType) and self.dice.chance(80)
        return self.dice.pick(self._types(inner)) if is_one else None

    def _types(self, of: GraphQLNamedType) -> list[GraphQLObjectType]:
        assert isinstance(of, GraphQLInterfaceType)
        return sorted(self.schema.get_implementations(of).objects, key=lambda one: one.name)

    def _fragment(self, of: GraphQLObjectType, depth: int) -> str:
        """Return the name of a fragment on the type: one that is there, or a new one."""
        # One that is being written cannot be spread: it would lead into itself.
        known = [name for name, (on, text) in self.fragments.items() if on == of.name and text]
        if known and self.dice.chance(50):
            return self.dice.pick(known)
        name = f"F{len(self.fragments)}"
        self.fragments[name] = (of.name, "")
        selection = self._selection(of, min(depth, 2), Scope(None, fragment=name))
        self.fragments[name] = (of.name, selection)
        return name

    def _directive(self) -> str:
        if not self.dice.chance(10):
            return ""
        words = f" @{self.dice.pick(('include', 'skip'))}(if: {self.inputs.condition()})"
        return words + (
            f" @{'skip' if 'include' in words else 'include'}(if: {self.inputs.condition()})"
            if self.dice.chance(10)
            else ""
        )

    def _turned(self, path: Path, arguments: Mapping[str, str]) -> dict[str, str]:
        variable = self.inputs.declare("String")
        self.turns.append(Turn(variable.removeprefix("$"), path))
        turned = {self.dice.pick(("after", "before")): variable}
        if "first" not in arguments and "last" not in arguments:
            turned[self.dice.pick(("first", "last"))] = str(1 + self.dice.up_to(2))
        return turned

    def _key(self, name: str, shape: str, scope: Scope) -> str:
        key = self._wanted(name, scope)
        if key is None or key in scope.keys:
            return self._fresh(scope, shape)
        scope.keys.add(key)
        return key

    def _wanted(self, name: str, scope: Scope) -> str | None:
        """Return the key that a field would like, or None where any will do."""
        if scope.fragment:
            return None
        if scope.is_shared:
            return name if name == "id" else None
        return self.dice.weighed(((65, name), (25, None), (10, self.dice.pick(_WORDS))))

    def _fresh(self, scope: Scope, shape: str) -> str:
        stem = f"{_LONG}_" if self.dice.chance(6) else ""
        key = f"{scope.fragment}_{stem}{_spelled(shape)}_{len(scope.keys)}"
        scope.keys.add(key)
        return key

    def _id(self, scope: Scope) -> str:
        key = self._fresh(scope, "ID!")
        scope.taken[key] = Taken(f"{key}: id", None, Scope(None))
        return f"{key}: id"


def _spelled(shape: str) -> str:
    return shape.translate({ord("["): "L", ord("]"): "E", ord("!"): "R"})


def _groups(of: GraphQLObjectType) -> list[tuple[int, Sequence[str]]]:
    """Return the root fields by what they return, each group with how likely it is."""
    groups: dict[int, list[str]] = {}
    for name, found in of.fields.items():
        groups.setdefault(_weight(found), []).append(name)
    return [(weight, names) for weight, names in sorted(groups.items(), reverse=True)]


def _weight(found: GraphQLField) -> int:
    inner = get_named_type(found.type)
    if _rows_of(inner) is not None:
        return 44
    if is_interface_type(inner):
        return 16
    return 18 if _is_row(found) else 22


def _is_row(found: GraphQLField) -> bool:
    is_one = not isinstance(found.type, GraphQLNonNull) and not is_list_type(found.type)
    return is_one and "id" in found.args


def _is_leaf(found: GraphQLField) -> bool:
    return is_leaf_type(get_named_type(found.type))


def _rows_of(inner: object) -> str | None:
    """Return the type of a connection's rows."""
    if isinstance(inner, GraphQLObjectType) and {"nodes", "edges"} <= set(inner.fields):
        return str(get_named_type(inner.fields["nodes"].type).name)
    return None


def _interfaces(of: GraphQLObjectType) -> Iterator[str]:
    return (f"on {found.name} " for found in of.interfaces)


def drawn(schema: GraphQLSchema, dice: Dice, known: KnownData) -> Operation:
    """Return an operation of the schema as the dice fall, about data that is known."""
    return Writer(schema, dice, Inputs(dice, known)).operation()
