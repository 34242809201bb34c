"""What it costs to turn one type into another: nothing, work on every value, or it cannot be done.

This follows PostgreSQL: `find_coercion_pathway` finds the way (binary-coercible casts of pg_cast,
cast functions, text output and input), then the length coercion of the target type is applied, and
its planner support function may strike it out when no value could be too long.
"""

from enum import IntEnum

from lint.catalog import Catalog
from lint.effects.builtins import cast, category, is_type
from lint.effects.moment import Moment
from lint.effects.version import INTEGERS_AS_BYTES
from lint.facts import CompositeType, Domain, EnumType, OtherType
from lint.names import Name, TypeName

_ZONED = {("timestamp", "timestamptz"), ("timestamptz", "timestamp")}
_AS_BYTES = frozenset({"bytea", "int2", "int4", "int8"})
_MAX_SECOND_DIGITS = 6
_UTC = {"utc", "gmt", "etc/utc", "etc/gmt", "zulu", "etc/zulu", "universal", "etc/universal"}
_UTC |= {"uct", "etc/uct", "greenwich", "etc/greenwich", "gmt0", "etc/gmt0", "0", "+0", "-0", "z"}
_UTC |= {"gmt+0", "gmt-0", "etc/gmt+0", "etc/gmt-0", "00:00", "+00:00", "-00:00", "+00", "-00"}


class Cost(IntEnum):
    """What a coercion does to stored values, the dearest last."""

    FREE = 0
    WORK = 1
    UNKNOWN = 2
    IMPOSSIBLE = 3


class Context(IntEnum):
    """Where a coercion is asked for: by assignment, or by a cast that is written out."""

    ASSIGNMENT = 0
    EXPLICIT = 1


def coerced(  # noqa: PLR0911 - the ways of find_coercion_pathway, in its order
    source: TypeName, target: TypeName, context: Context, moment: Moment
) -> Cost:
    """Return what it costs to turn values of one type into the other."""
    catalog = moment.catalog
    if _same(source, target, catalog) and not target.typmods:
        return Cost.FREE
    domain = None if target.array else catalog.domain(target.name)
    if domain is not None:
        if _same(source, target, catalog):
            return Cost.FREE
        inner = coerced(source, domain.base, context, moment)
        return max(inner, Cost.WORK) if has_constraints(domain, catalog) else inner
    plain = undomained(source, catalog)
    if _is_unknown(plain, catalog) or _is_unknown(target, catalog):
        return Cost.FREE if plain == target else _unknown(plain, target)
    if plain.array or target.array:
        return _array(plain, target, context, moment)
    if _same(plain, target, catalog):
        return _fitted(target, plain.typmods)
    return _converted(plain, target, context, moment)


def has_constraints(domain: Domain, catalog: Catalog) -> bool:
    """Tell if the domain, or one it stands on, refuses values of its base type."""
    if domain.is_constrained:
        return True
    inner = None if domain.base.array else catalog.domain(domain.base.name)
    return inner is not None and has_constraints(inner, catalog)


def undomained(type_name: TypeName, catalog: Catalog) -> TypeName:
    """Return the base of a domain, whose length the server does not look at; others unchanged."""
    domain = None if type_name.array else catalog.domain(type_name.name)
    if domain is None:
        return type_name
    base = catalog.base_type(type_name)
    return TypeName(base.name, (), base.array)


def _same(one: TypeName, other: TypeName, catalog: Catalog) -> bool:
    if one.array != other.array:
        return False
    return one.name == other.name or _full(one.name, catalog) == _full(other.name, catalog)


def _full(name: Name, catalog: Catalog) -> Name:
    if name.schema is None and is_type(name.name):
        return Name("pg_catalog", name.name)
    return catalog.qualified(name)


def _is_unknown(type_name: TypeName, catalog: Catalog) -> bool:
    name = type_name.name
    if name.schema in {None, "pg_catalog"} and is_type(name.name):
        return False
    return catalog.type(name) is None


# Types of extensions whose casts from and to text are binary-coercible.
_LIKE_TEXT = {"citext"}


def _unknown(source: TypeName, target: TypeName) -> Cost:
    names = {source.name.name, target.name.name}
    textual = _LIKE_TEXT | {"text", "varchar"}
    if names <= textual and not source.array and not target.array and not target.typmods:
        return Cost.FREE
    return Cost.UNKNOWN


def _array(source: TypeName, target: TypeName, context: Context, moment: Moment) -> Cost:
    if source.array and target.array:
        if _same(source, target, moment.catalog):
            is_free = not target.typmods or target.typmods == source.typmods
            return Cost.FREE if is_free else Cost.WORK
        element = coerced(
            TypeName(source.name), TypeName(target.name, target.typmods), context, moment
        )
        return Cost.IMPOSSIBLE if element is Cost.IMPOSSIBLE else Cost.WORK
    return _by_text(source, target, context)


def _converted(source: TypeName, target: TypeName, context: Context, moment: Moment) -> Cost:
    pair = (source.name.name, target.name.name)
    found = None
    if _is_built_in(source, moment.catalog) and _is_built_in(target, moment.catalog):
        is_too_new = moment.version < INTEGERS_AS_BYTES and _AS_BYTES.issuperset(pair)
        found = None if is_too_new and "bytea" in pair else cast(*pair)
    if found is None or (found[1] == "explicit" and context is Context.ASSIGNMENT):
        return Cost.IMPOSSIBLE if found else _by_text(source, target, context)
    if found[0] == "binary" or (pair in _ZONED and is_utc(moment)):
        return _fitted(target, ())
    return Cost.WORK


def _is_built_in(type_name: TypeName, catalog: Catalog) -> bool:
    found = catalog.type(type_name.name)
    return not isinstance(found, EnumType | CompositeType | OtherType)


def _by_text(source: TypeName, target: TypeName, context: Context) -> Cost:
    """Return the cost of writing a value as text and reading it again, where that is allowed."""
    if not target.array and _is_text(target):
        return Cost.WORK
    if context is Context.EXPLICIT and not source.array and _is_text(source):
        return Cost.WORK
    return Cost.IMPOSSIBLE


def _is_text(type_name: TypeName) -> bool:
    return type_name.name.schema in {None, "pg_catalog"} and category(type_name.name.name) == "S"


def _fitted(target: TypeName, old: tuple[int | str, ...]) -> Cost:
    """Return the cost of the target type's length coercion, from a length known before."""
    new = target.typmods
    if not new or new == old:
        return Cost.FREE
    numbers = (
        tuple(each for each in old if isinstance(each, int)),
        tuple(each for each in new if isinstance(each, int)),
    )
    fits = _FITS.get(target.name.name)
    return Cost.FREE if fits is not None and fits(*numbers) else Cost.WORK


Numbers = tuple[int, ...]


def _grows(old: Numbers, new: Numbers) -> bool:
    return bool(old) and new[0] >= old[0]


def _keeps_scale(old: Numbers, new: Numbers) -> bool:
    scales = [each[1] if len(each) > 1 else 0 for each in (old, new)]
    return bool(old) and scales[0] == scales[1] and new[0] >= old[0]


def _keeps_seconds(old: Numbers, new: Numbers) -> bool:
    return new[0] >= _MAX_SECOND_DIGITS or (bool(old) and new[0] >= old[0])


# The least field that an interval's mask keeps, as a rank: 0 is seconds, 5 is years.
_YEAR, _MONTH, _DAY, _HOUR, _MINUTE, _SECOND = 1 << 2, 1 << 1, 1 << 3, 1 << 10, 1 << 11, 1 << 12
_RANKS = ((_SECOND, 0), (_MINUTE, 1), (_HOUR, 2), (_DAY, 3), (_MONTH, 4), (_YEAR, 5))


def _keeps_fields(old: Numbers, new: Numbers) -> bool:
    before, after = _least_field(old), _least_field(new)
    if after > before:
        return False
    digits = [each[1] if len(each) > 1 else _MAX_SECOND_DIGITS for each in (old, new)]
    return before > 0 or digits[1] >= digits[0]


def _least_field(mask: Numbers) -> int:
    if not mask:
        return 0
    return next((rank for bit, rank in _RANKS if mask[0] & bit), 0)


_FITS = {
    "varchar": _grows,
    "varbit": _grows,
    "numeric": _keeps_scale,
    "timestamp": _keeps_seconds,
    "timestamptz": _keeps_seconds,
    "time": _keeps_seconds,
    "timetz": _keeps_seconds,
    "interval": _keeps_fields,
}


def is_utc(moment: Moment) -> bool:
    """Tell if it is known that the session's time zone is UTC."""
    value = moment.transaction.setting("timezone")
    return value is not None and value.strip().strip("'").lower() in _UTC


def is_zone_known(moment: Moment) -> bool:
    """Tell if the migration sets the session's time zone."""
    return moment.transaction.setting("timezone") is not None
