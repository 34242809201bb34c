"""Random operations over the whole schema, valid but for what they are meant to get wrong.

What the schema allows is read from the schema.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_interface_type,
    is_object_type,
)

from tests.api.equality import schema_facts
from tests.api.equality.dice import Dice
from tests.api.equality.inputs import Inputs
from tests.api.equality.known_data import Json, KnownData
from tests.api.equality.response_keys import Path, Scope, Taken

CURSORS = "cursors"
"""The response key under which a connection whose pages are turned shows where they end."""

_MOST_DEPTH = 7
_MOST_FIELDS = 4
_BUDGET = 28
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
        groups = schema_facts.groups(of)
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
                f"{scope.fresh(self.dice, 'graphql')}: __typename",
                "__schema { queryType { name } }",
                f'{scope.fresh(self.dice, "graphql")}: __type(name: "Order") {{ name kind }}',
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
        return "__typename" if is_bare else f"{scope.fresh(self.dice, 'String!')}: __typename"

    def _inline_fragment(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        condition = self.dice.pick(
            ["", f"on {of.name} ", *(f"on {one.name} " for one in of.interfaces)]
        )
        if condition == "on Node ":
            return f"... on Node{self._directive()} {{ {self._id(scope)} __typename }}"
        return f"... {condition}{self._directive()} {self._selection(of, depth, scope)}"

    def _named_fragment(self, of: GraphQLObjectType, depth: int, _scope: Scope) -> str:
        return f"...{self._fragment(of, depth)}{self._directive()}"

    def _all_leaves(self, of: GraphQLObjectType, depth: int, scope: Scope) -> str:
        leaves = [name for name, found in of.fields.items() if schema_facts.is_leaf(found)]
        return " ".join(self._field(of, name, depth, scope) for name in leaves)

    def _name_of_field(self, of: GraphQLObjectType, depth: int) -> str | None:
        leaves = [name for name, found in of.fields.items() if schema_facts.is_leaf(found)]
        deeper = [name for name, found in of.fields.items() if not schema_facts.is_leaf(found)]
        likely = 75 if schema_facts.rows_of(of) else 40
        if deeper and (not leaves or (depth > 0 and self.left > 0 and self.dice.chance(likely))):
            return self.dice.pick(deeper) if depth > -_MOST_DEPTH else None
        return self.dice.pick(leaves) if leaves else None

    def _field(self, of: GraphQLObjectType, name: str, depth: int, scope: Scope) -> str:
        found = of.fields[name]
        inner = get_named_type(found.type)
        self.left -= 1
        rows = schema_facts.rows_of(inner)
        turning = rows is not None and scope.path is not None and self.dice.chance(30)
        likely = self._likely(inner)
        owner = rows or (likely or inner).name
        arguments = self.inputs.arguments(found.args, owner, tuple(_TURNS) if turning else ())
        key = scope.key(self.dice, name, str(found.type))
        if turning and scope.path is not None:
            arguments |= self._turned((*scope.path, key), arguments)
        words = name if key == name else f"{key}: {name}"
        if arguments:
            words += "(" + ", ".join(f"{one}: {value}" for one, value in arguments.items()) + ")"
        of_type = inner if is_object_type(inner) or is_interface_type(inner) else None
        taken = Taken(words, of_type, scope.below(key, likely))
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
        types = schema_facts.implementations(self.schema, of)
        parts = ["__typename"] if self.dice.chance(60) else ["id"]
        for _ in range(1 + self.dice.weighed(((50, 0), (30, 1), (20, 3)))):
            is_likely = scope.likely is not None and self.dice.chance(70)
            one = scope.likely if is_likely and scope.likely else self.dice.pick(types)
            own = scope.of_type(one.name)
            selection = self._selection(one, depth - 1, own)
            parts.append(f"... on {one.name}{self._directive()} {selection}")
        return "{ " + " ".join(parts) + " }"

    def _likely(self, inner: GraphQLNamedType) -> GraphQLObjectType | None:
        """Return a type for an interface, whose ids are then more likely than others."""
        is_one = isinstance(inner, GraphQLInterfaceType) and self.dice.chance(80)
        return self.dice.pick(schema_facts.implementations(self.schema, inner)) if is_one else None

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

    def _id(self, scope: Scope) -> str:
        key = scope.fresh(self.dice, "ID!")
        scope.taken[key] = Taken(f"{key}: id", None, Scope(None))
        return f"{key}: id"


def drawn(schema: GraphQLSchema, dice: Dice, known: KnownData) -> Operation:
    """Return an operation of the schema as the dice fall, about data that is known."""
    return Writer(schema, dice, Inputs(dice, known)).operation()
