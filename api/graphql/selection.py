"""Which values of a row must be selected so that what is asked of it can be answered."""

from collections.abc import Iterable

from api.graphql import names
from api.graphql.asked import Asked
from api.graphql.declarations import Computed, Entity, Field, ToMany, ToOne, Value


def needed(
    entity: Entity, fields: Iterable[Asked], also: Iterable[Value] = ()
) -> tuple[Value, ...]:
    """Return the values that a statement must select for what is asked: the key, and no more."""
    declared = {names.camel(field.name): field for field in entity.fields}
    wanted = {value.name: value for value in (*entity.key, *also)}
    for asked in fields:
        for value in _read_by(entity, declared.get(asked.name)):
            wanted[value.name] = value
    return tuple(wanted.values())


def _read_by(entity: Entity, field: Field | None) -> tuple[Value, ...]:
    match field:
        case None | ToMany():
            return ()
        case ToOne():
            return (field.foreign_key,)
        case Computed():
            return tuple(entity.value(read) for read in field.reads)
        case _:
            return (field,)
