"""Counts and totals of connections: one statement for all parents, and only where asked for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from api.graphql import statements
from api.graphql.asked import Asked
from api.graphql.declarations import Totals
from api.graphql.pages import PageRequest
from api.graphql.reader import Reader
from api.graphql.statements import Parents

Line = Mapping[str, object]
Lines = Sequence[Line]
"""A connection's totals: one line, or one per value of what must not be mixed."""


async def counts(
    reader: Reader, request: PageRequest, asked: Asked, parents: Parents | None
) -> dict[object, int]:
    """Return how many rows each parent's connection has; a parent without any is left out."""
    if not asked.has("totalCount"):
        return {}
    found = await reader.fetch(statements.count(reader.scope, request, parents))
    return {(None if parents is None else line[0]): cast("int", line[-1]) for line in found}


async def of_connection(
    reader: Reader, request: PageRequest, asked: Asked, parents: Parents | None
) -> dict[object, Lines]:
    """Return each parent's totals: one, or one per value of what must not be mixed."""
    declared = request.order.entity.totals
    if declared is None or not asked.has("totals"):
        return {}
    grouped: dict[object, list[Line]] = {}
    for line in await reader.fetch(statements.totals(reader.scope, request, declared, parents)):
        parent, measured = (None, line) if parents is None else (line[0], line[1:])
        grouped.setdefault(parent, []).append(_named(declared, measured))
    return dict(grouped)


def without_rows(declared: Totals | None) -> Lines:
    """Return the totals of a parent that no row points at, which its group does not say."""
    if declared is None or declared.per is not None:
        return ()
    none = [None] * len(declared.averages)
    return (_named(declared, (0, *[Decimal(0)] * len(declared.sums), *none)),)


def _named(declared: Totals, measured: Sequence[object]) -> Line:
    per = () if declared.per is None else (declared.per,)
    group, (count, *rest) = measured[: len(per)], measured[len(per) :]
    sums, averages = rest[: len(declared.sums)], rest[len(declared.sums) :]
    return {
        **dict(zip(per, group, strict=True)),
        "count": count,
        "sum": dict(zip(declared.sums, sums, strict=True)),
        "average": dict(zip(declared.averages, averages, strict=True)),
    }
