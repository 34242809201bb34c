"""A partition's bound as the condition that its rows fulfil.

PostgreSQL skips the scan of ATTACH PARTITION when a validated CHECK implies the bound. A CHECK lets
NULL pass and most bounds do not, so the condition also says that the key is not NULL.
"""

from lint.definitions import PartitionBound, PartitionBy
from lint.expressions import ColumnReference, listed
from lint.names import quoted


def condition(by: PartitionBy, bound: PartitionBound) -> str | None:
    """Return the bound as SQL, or None for a bound on several keys, on expressions or by hash."""
    key = by.keys[0].column if len(by.keys) == 1 else None
    if key is None or bound.is_default or bound.modulus is not None:
        return None
    column = quoted(key)
    parts = [f"{column} is not null"]
    if bound.values:
        parts.append(f"{column} in ({listed(bound.values)})")
    for operator, limits in ((">=", bound.lower), ("<", bound.upper)):
        parts += [f"{column} {operator} {limit}" for limit in limits if not _is_open(limit)]
    return " and ".join(parts)


def _is_open(limit: object) -> bool:
    return isinstance(limit, ColumnReference) and limit.column in {"minvalue", "maxvalue"}
