"""What kind of object a statement names, and how it is called."""

from lint.names import Name
from lint.parse.tree import (
    Tree,
    dotted_relation,
    name_of,
    strings,
    unwrapped,
    word,
)


def object_kind(node: Tree, key: str) -> str:
    """Return `OBJECT_EVENT_TRIGGER` as `event trigger`."""
    name = word(node, key).removeprefix("OBJECT_").replace("_", " ").lower()
    return KIND_WORDS.get(name, name)


KIND_WORDS = {
    "matview": "materialized view",
    "statistic ext": "statistics",
    "tsconfiguration": "text search configuration",
    "tsdictionary": "text search dictionary",
    "fdw": "foreign data wrapper",
    "tabconstraint": "constraint",
    "domconstraint": "domain constraint",
    "opclass": "operator class",
    "opfamily": "operator family",
}


def object_name(wrapper: Tree) -> Name:
    """Return the name in whatever node names the object."""
    kind, node = unwrapped(wrapper)
    if kind == "ObjectWithArgs":
        return name_of(strings(node, "objname"))
    if kind == "TypeName":
        return name_of(strings(node, "names"))
    if kind == "List":
        return dotted_relation(strings(node, "items"))
    return Name(None, word(node, "sval"))
