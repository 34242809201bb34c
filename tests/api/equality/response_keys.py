"""Response keys: which of them stand in one object, and which a field may still take.

Fields of one selection share a key only where GraphQL merges them.
"""

from dataclasses import dataclass, field

from graphql import GraphQLInterfaceType, GraphQLObjectType

from tests.api.equality.dice import Dice

Path = tuple[str, ...]

_LONG = "a_response_key_of_more_characters_than_a_name_has_in_the_database"
_WORDS = ("id", "Id", "data", "order", "select", "parent", "place", "row", "value", "createdAt")


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

    def below(self, key: str, likely: GraphQLObjectType | None) -> "Scope":
        """Return the scope of the object under a key."""
        path = None if self.path is None else (*self.path, key)
        return Scope(path, self.is_shared, likely=likely)

    def of_type(self, name: str) -> "Scope":
        """Return the scope of the objects of one type, where objects of several stand."""
        return self.of_types.setdefault(name, Scope(None, is_shared=True))

    def key(self, dice: Dice, name: str, shape: str) -> str:
        """Take a key for a field of a type, which is written as its shape."""
        key = self._wanted(dice, name)
        if key is None or key in self.keys:
            return self.fresh(dice, shape)
        self.keys.add(key)
        return key

    def fresh(self, dice: Dice, shape: str) -> str:
        """Take a key that tells the shape and that nothing else has."""
        stem = f"{_LONG}_" if dice.chance(6) else ""
        key = f"{self.fragment}_{stem}{_spelled(shape)}_{len(self.keys)}"
        self.keys.add(key)
        return key

    def _wanted(self, dice: Dice, name: str) -> str | None:
        """Return the key that a field would like, or None where any will do."""
        if self.fragment:
            return None
        if self.is_shared:
            return name if name == "id" else None
        return dice.weighed(((65, name), (25, None), (10, dice.pick(_WORDS))))


@dataclass(frozen=True, slots=True)
class Taken:
    """A field under its key: repeated with these words, it is merged."""

    words: str
    of_type: GraphQLObjectType | GraphQLInterfaceType | None
    inner: Scope


def _spelled(shape: str) -> str:
    return shape.translate({ord("["): "L", ord("]"): "E", ord("!"): "R"})
