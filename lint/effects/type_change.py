"""Whether ALTER COLUMN TYPE rewrites the table: only when the stored bytes must change.

With USING, the expression is followed from the column outwards: casts that cost nothing keep the
bytes, anything else computes new ones.
"""

from lint.effects.coercion import Context, Cost, coerced, is_zone_known, undomained
from lint.effects.moment import Moment
from lint.expressions import Cast, Collated, ColumnReference, Expression
from lint.facts import ColumnFact
from lint.names import Name, TypeName
from lint.ops import AlterColumnType
from lint.record import Record


class TypeChange(Record):
    """What changing a column's type does to the stored values."""

    rewrites: bool
    fails: str | None = None
    unknown: str | None = None


def type_change(op: AlterColumnType, column: ColumnFact, moment: Moment) -> TypeChange:
    """Return what the change does to the column's stored values."""
    if column.generated is not None and not column.generated.is_stored:
        return TypeChange(rewrites=False)
    if op.using is None:
        cost = coerced(column.type, op.type, Context.ASSIGNMENT, moment)
        source: TypeName | None = column.type
    else:
        source, inner = _typed(op.using, column, moment)
        outer = (
            Cost.WORK if source is None else coerced(source, op.type, Context.ASSIGNMENT, moment)
        )
        cost = max(inner, outer)
    if cost is Cost.IMPOSSIBLE:
        return TypeChange(rewrites=True, fails=_impossible(op, column))
    if _depends_on_zone(column.type, op.type, cost, moment):
        return TypeChange(rewrites=True, unknown="the TimeZone of the session")
    unknown = f"the type {op.type}" if cost is Cost.UNKNOWN else None
    return TypeChange(rewrites=cost is not Cost.FREE, unknown=unknown)


def _typed(
    expression: Expression, column: ColumnFact, moment: Moment
) -> tuple[TypeName | None, Cost]:
    """Return the type of the expression, if it follows from the column's, and its cost."""
    match expression:
        case ColumnReference(name) if name == column.name:
            return column.type, Cost.FREE
        case Collated(argument, _):
            return _typed(argument, column, moment)
        case Cast(argument, target):
            source, inner = _typed(argument, column, moment)
            if source is None:
                return target, Cost.WORK
            return target, max(inner, coerced(source, target, Context.EXPLICIT, moment))
    return None, Cost.WORK


def _impossible(op: AlterColumnType, column: ColumnFact) -> str:
    if op.using is None:
        return f'column "{column.name}" cannot be cast automatically to type {op.type}'
    return f"the USING expression of column {column.name!r} cannot become {op.type}"


_STAMPS = {Name(None, "timestamp"), Name(None, "timestamptz")}


def _depends_on_zone(source: TypeName, target: TypeName, cost: Cost, moment: Moment) -> bool:
    plain = undomained(source, moment.catalog).name
    return (
        cost is Cost.WORK
        and {plain, target.name} == _STAMPS
        and not (source.array or target.array)
        and not is_zone_known(moment)
    )
