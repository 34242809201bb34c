"""What becomes of a type's name in the course of a migration."""

from lint.clients import at_commit, is_new
from lint.names import Name
from lint.ops import RenameObject, SetObjectSchema
from lint.rule import Before

TYPES = {"type", "domain"}


def type_known_as(before: Before, name: Name) -> Name:
    """Return the name by which running clients know the type: earlier steps may rename it."""
    current = before.catalog.qualified(name)
    for step in reversed(before.earlier):
        match step.operation:
            case RenameObject(kind=kind, name=renamed, new_name=new_name) if kind in TYPES:
                old = _old(step.catalog.qualified(renamed), current)
                current = old if old._replace(name=new_name) == current else current
            case SetObjectSchema(kind=kind, name=moved, new_schema=new_schema) if kind in TYPES:
                old = _old(step.catalog.qualified(moved), current)
                current = old if old._replace(schema=new_schema) == current else current
    return current


def _old(known: Name, current: Name) -> Name:
    return known if known.schema is not None else known._replace(schema=current.schema)


def is_rebuilt(before: Before, name: Name) -> bool:
    """Tell if the transaction leaves a new type under the name that clients know."""
    fact = at_commit(before).types.get(type_known_as(before, name))
    return fact is not None and is_new(before.run, fact.serial)
