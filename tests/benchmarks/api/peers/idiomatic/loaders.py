"""The dataloaders of one request: one statement for all keys that are asked for together."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from strawberry.dataloader import DataLoader

from models.affiliates import AffiliateClick, AffiliateConversion, AffiliateLink
from models.blasts import BlastRecipient
from models.orders import Contact, Order, OrderItem, Product
from tests.benchmarks.api.peers.idiomatic.database import Database


class Loaders:
    """What the resolvers of a request load by."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.contacts = self._by_id(Contact)
        self.orders = self._by_id(Order)
        self.products = self._by_id(Product)
        self.items = DataLoader(self._items)
        self.statuses = DataLoader(self._statuses)
        self.link_counts = self._count_of(AffiliateLink.partner_id)
        self.click_counts = self._count_of(AffiliateClick.partner_id)
        self.commissions = DataLoader(self._commissions)
        self.last_conversions = DataLoader(self._last_conversions)

    def _by_id(self, model: Any) -> DataLoader[Any, Any]:
        async def load(keys: list[Any]) -> list[Any]:
            found = await self.database.entities(select(model).where(model.id.in_(keys)))
            by_id = {row.id: row for row in found}
            return [by_id.get(key) for key in keys]

        return DataLoader(load)

    def _count_of(self, column: Any) -> DataLoader[Any, int]:
        async def load(keys: list[Any]) -> list[int]:
            statement = select(column, func.count()).where(column.in_(keys)).group_by(column)
            counts = {key: count for key, count in await self.database.rows(statement)}
            return [counts.get(key, 0) for key in keys]

        return DataLoader(load)

    async def _items(self, keys: list[int]) -> list[list[OrderItem]]:
        statement = (
            select(OrderItem).where(OrderItem.order_id.in_(keys)).order_by(OrderItem.id)
        )
        found = await self.database.entities(statement)
        return _grouped(keys, found, lambda item: item.order_id)

    async def _statuses(self, keys: list[int]) -> list[dict[str, int]]:
        statement = (
            select(BlastRecipient.blast_id, BlastRecipient.status, func.count())
            .where(BlastRecipient.blast_id.in_(keys))
            .group_by(BlastRecipient.blast_id, BlastRecipient.status)
        )
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        for blast_id, status, count in await self.database.rows(statement):
            counts[blast_id][status.value] = count
        return [counts[key] for key in keys]

    async def _commissions(self, keys: list[Any]) -> list[list[Any]]:
        conversion = AffiliateConversion
        statement = (
            select(
                conversion.partner_id,
                conversion.currency,
                func.count(),
                func.sum(conversion.commission_amount),
            )
            .where(conversion.partner_id.in_(keys))
            .group_by(conversion.partner_id, conversion.currency)
            .order_by(conversion.currency)
        )
        return _grouped(keys, await self.database.rows(statement), lambda line: line[0])

    async def _last_conversions(self, keys: list[Any]) -> list[list[AffiliateConversion]]:
        place = func.row_number().over(
            partition_by=AffiliateConversion.partner_id,
            order_by=(AffiliateConversion.converted_at.desc(), AffiliateConversion.id.desc()),
        )
        ranked = (
            select(AffiliateConversion, place.label("place"))
            .where(AffiliateConversion.partner_id.in_(keys))
            .subquery()
        )
        conversion = aliased(AffiliateConversion, ranked)
        statement = select(conversion).where(ranked.c.place <= 5).order_by(ranked.c.place)
        found = await self.database.entities(statement)
        return _grouped(keys, found, lambda row: row.partner_id)


def _grouped(
    keys: Sequence[Hashable], rows: Sequence[Any], key_of: Callable[[Any], Hashable]
) -> list[list[Any]]:
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    return [groups[key] for key in keys]
