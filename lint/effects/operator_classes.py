"""Which types an index method can hold: those with a default operator class for it."""

from lint.effects.builtins import cast_targets, is_type, operator_class
from lint.effects.moment import Moment
from lint.facts import CompositeType, EnumType, OtherType
from lint.names import TypeName


def default_class(  # noqa: PLR0911 - one per kind of type
    type_name: TypeName, method: str, moment: Moment
) -> str | None:
    """Return the operator class that an index takes for the type; None when there is none."""
    base = moment.catalog.base_type(type_name)
    name = base.name.name
    if base.array:
        return _polymorphic("anyarray", method, name)
    fact = moment.catalog.type(base.name)
    if isinstance(fact, EnumType):
        return _polymorphic("anyenum", method, name)
    if isinstance(fact, CompositeType):
        return _polymorphic("record", method, name)
    if isinstance(fact, OtherType) or not is_type(name):
        return f"unknown class of {name}"
    found = operator_class(name, method)
    if found is not None:
        return found
    if name.endswith("multirange"):
        return _polymorphic("anymultirange", method, name)
    if name.endswith("range"):
        return _polymorphic("anyrange", method, name)
    wider = (operator_class(target, method) for target in sorted(cast_targets(name), key=_rank))
    return next((each for each in wider if each is not None), None)


# The types that PostgreSQL prefers in their category: their class is taken before another's.
_PREFERRED = frozenset({"text", "oid", "float8", "timestamptz", "interval", "inet", "varbit"})


def _rank(type_name: str) -> bool:
    return type_name not in _PREFERRED


def _polymorphic(kind: str, method: str, of: str) -> str | None:
    """Return the class with its type: one class serves all, but storage is bound to the type."""
    found = operator_class(kind, method)
    return None if found is None else f"{found} of {of}"


def class_refusal(type_name: TypeName, method: str, moment: Moment) -> str | None:
    """Return that the method cannot index the type by itself, where that is sure."""
    if len(moment.catalog.extensions) or not moment.catalog.is_complete:
        return None
    if default_class(type_name, method, moment) is not None:
        return None
    return f'data type {type_name} has no default operator class for access method "{method}"'
