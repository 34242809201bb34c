"""The dataloaders of one request: one statement for all keys that are asked for together."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col
from strawberry.dataloader import DataLoader

from models.affiliates import AffiliateClick, AffiliateConversion, AffiliateLink
from models.blasts import BlastRecipient
from models.orders import Contact, Order, OrderItem, Product
from tests.benchmarks.api.peers.idiomatic.database import Database

LAST = 5


class Loaders:
    """What the resolvers of a request load by."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.contacts = self._by_id(Contact)
        self.orders = self._by_id(Order)
        self.products = self._by_id(Product)
        self.items = DataLoader(self._items)
        self.statuses = DataLoader(self._statuses)
        self.link_counts = self._count_of(col(AffiliateLink.partner_id))
        self.click_counts = self._count_of(col(AffiliateClick.partner_id))
        self.commissions = DataLoader(self._commissions)
        self.last_conversions = DataLoader(self._last_conversions)

    def _by_id(self, model: type[Contact | Order | Product]) -> DataLoader[Any, Any]:
        async def load(keys: list[Any]) -> list[Any]:
            found = await self.database.entities(select(model).where(col(model.id).in_(keys)))
            by_id = {row.id: row for row in found}
            return [by_id.get(key) for key in keys]

        return DataLoader(load)

    def _count_of(self, column: Mapped[uuid.UUID]) -> DataLoader[Any, int]:
        async def load(keys: list[Any]) -> list[int]:
            statement = select(column, func.count()).where(column.in_(keys)).group_by(column)
            counts = dict(await self.database.rows(statement))
            return [counts.get(key, 0) for key in keys]

        return DataLoader(load)

    async def _items(self, keys: list[int]) -> list[list[OrderItem]]:
        statement = (
            select(OrderItem).where(col(OrderItem.order_id).in_(keys)).order_by(col(OrderItem.id))
        )
        found = await self.database.entities(statement)
        return _grouped(keys, found, lambda item: item.order_id)

    async def _statuses(self, keys: list[int]) -> list[dict[str, int]]:
        blast_id, status = col(BlastRecipient.blast_id), col(BlastRecipient.status)
        statement = (
            select(blast_id, status, func.count())
            .where(blast_id.in_(keys))
            .group_by(blast_id, status)
        )
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        for key, reached, count in await self.database.rows(statement):
            counts[key][reached.value] = count
        return [counts[key] for key in keys]

    async def _commissions(self, keys: list[uuid.UUID]) -> list[list[Any]]:
        partner_id = col(AffiliateConversion.partner_id)
        currency = col(AffiliateConversion.currency)
        statement = (
            select(
                partner_id, currency, func.count(), func.sum(AffiliateConversion.commission_amount)
            )
            .where(partner_id.in_(keys))
            .group_by(partner_id, currency)
            .order_by(currency)
        )
        return _grouped(keys, await self.database.rows(statement), lambda line: line[0])

    async def _last_conversions(self, keys: list[uuid.UUID]) -> list[list[AffiliateConversion]]:
        partner_id = col(AffiliateConversion.partner_id)
        latest_first = (
            col(AffiliateConversion.converted_at).desc(),
            col(AffiliateConversion.id).desc(),
        )
        place = func.row_number().over(partition_by=partner_id, order_by=latest_first)
        ranked = (
            select(AffiliateConversion, place.label("place")).where(partner_id.in_(keys)).subquery()
        )
        conversion = aliased(AffiliateConversion, ranked)
        statement = select(conversion).where(ranked.c.place <= LAST).order_by(ranked.c.place)
        found = await self.database.entities(statement)
        return _grouped(keys, found, lambda row: row.partner_id)


def _grouped(
    keys: Sequence[Hashable], rows: Sequence[Any], key_of: Callable[[Any], Hashable]
) -> list[list[Any]]:
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    return [groups[key] for key in keys]
