"""Demo data: two invented organizations with half a year of everything.

The data depends on the scale and on nothing else: not on the clock, not on the machine, not on
PostgreSQL's version. Loading the same scale twice gives the same bytes. All times lie before
`api.demo.season.NOW`.

There is one module per domain, and each has one function: `tables` yields its tables with their
rows, in an order that foreign keys accept. Rows are made while they are copied and never kept.
"""

from collections.abc import Iterator

from api.demo import (
    affiliates,
    blasts,
    carts,
    commissions,
    copying,
    dunning,
    email,
    events,
    imports,
    marketing,
    orders,
    progress,
    storefront,
    support,
    tenancy,
)
from api.demo.progress import Report
from api.demo.rows import Rows
from api.demo.scale import Scale
from api.demo.tenants import tenants

DOMAINS = (
    tenancy,
    blasts,
    orders,
    marketing,
    affiliates,
    commissions,
    support,
    storefront,
    carts,
    imports,
    email,
    events,
    dunning,
)

__all__ = ["Report", "Scale", "load"]


def load(url: str, scale: Scale | str, report: Report | None = None) -> None:
    """Fill an empty database; whatever goes wrong, it is empty again."""
    copying.load(url, _parts(Scale(scale)), report or progress.for_stream())


def _parts(scale: Scale) -> Iterator[tuple[str, Rows]]:
    for tenant in tenants(scale):
        for domain in DOMAINS:
            for rows in domain.tables(tenant):
                yield tenant.id, rows
