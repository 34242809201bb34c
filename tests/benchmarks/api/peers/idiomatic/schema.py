"""The schema: types over the SQLModel rows, relations by dataloaders."""

import datetime as dt
from decimal import Decimal
from typing import Any

import strawberry
from sqlalchemy import select
from sqlmodel import col
from strawberry.types import Info

import models
from tests.benchmarks.api.peers.idiomatic.database import Database, TenantTransaction
from tests.benchmarks.api.peers.idiomatic.loaders import Loaders

STAGES = {
    "recipients": None,
    "sent": ("PENDING", "SERVER_ACK", "DELIVERY_ACK", "READ_ACK", "REPLIED", "CLOSED"),
    "received": ("SERVER_ACK", "DELIVERY_ACK", "READ_ACK", "REPLIED", "CLOSED"),
    "delivered": ("DELIVERY_ACK", "READ_ACK", "REPLIED", "CLOSED"),
    "read": ("READ_ACK", "REPLIED", "CLOSED"),
    "replied": ("REPLIED", "CLOSED"),
    "closed": ("CLOSED",),
}


def loaders(info: Info) -> Loaders:
    found: Loaders = info.context["loaders"]
    return found


def database(info: Info) -> Database:
    found: Database = info.context["database"]
    return found


@strawberry.type
class Contact:
    id: strawberry.ID
    full_name: str | None
    email: str

    @classmethod
    def of(cls, row: models.orders.Contact) -> "Contact":
        return cls(id=strawberry.ID(str(row.id)), full_name=row.full_name, email=row.email)


@strawberry.type
class Product:
    id: strawberry.ID
    product_name: str

    @classmethod
    def of(cls, row: models.orders.Product) -> "Product":
        return cls(id=strawberry.ID(str(row.id)), product_name=row.product_name)


@strawberry.type
class OrderItem:
    quantity: str | None
    amount: Decimal | None
    product_id: strawberry.Private[int]

    @classmethod
    def of(cls, row: models.orders.OrderItem) -> "OrderItem":
        quantity = None if row.quantity is None else str(row.quantity)
        return cls(quantity=quantity, amount=row.amount, product_id=row.product_id)

    @strawberry.field
    async def product(self, info: Info) -> Product:
        return Product.of(await loaders(info).products.load(self.product_id))


@strawberry.type
class Order:
    id: strawberry.ID
    order_total: Decimal | None
    currency: str
    created_at: dt.datetime
    key: strawberry.Private[int]
    contact_id: strawberry.Private[int | None]

    @classmethod
    def of(cls, row: models.orders.Order) -> "Order":
        return cls(
            id=strawberry.ID(str(row.id)),
            order_total=row.order_total,
            currency=row.currency,
            created_at=row.created_at,
            key=row.id,
            contact_id=row.contact_id,
        )

    @strawberry.field
    async def contact(self, info: Info) -> Contact | None:
        if self.contact_id is None:
            return None
        row = await loaders(info).contacts.load(self.contact_id)
        return Contact.of(row) if row else None

    @strawberry.field
    async def items(self, info: Info) -> list[OrderItem]:
        return [OrderItem.of(row) for row in await loaders(info).items.load(self.key)]


@strawberry.type
class Recipient:
    id: strawberry.ID
    phone_number: str
    status: str
    attempts: int
    delivered_at: dt.datetime | None
    read_timestamp: dt.datetime | None
    replied_at: dt.datetime | None

    @classmethod
    def of(cls, row: models.blasts.BlastRecipient) -> "Recipient":
        return cls(
            id=strawberry.ID(str(row.id)),
            phone_number=row.phone_number,
            status=row.status.value,
            attempts=row.attempts,
            delivered_at=row.delivered_at,
            read_timestamp=row.read_timestamp,
            replied_at=row.replied_at,
        )


@strawberry.type
class Stage:
    name: str
    count: int


@strawberry.type
class Blast:
    id: strawberry.ID
    blast_tag: str | None
    blast_date: dt.datetime
    state: str
    total_recipients: int
    key: strawberry.Private[int]

    @classmethod
    def of(cls, row: models.blasts.Blast) -> "Blast":
        return cls(
            id=strawberry.ID(str(row.id)),
            blast_tag=row.blast_tag,
            blast_date=row.blast_date,
            state=row.state.value,
            total_recipients=row.total_recipients,
            key=row.id,
        )

    @strawberry.field
    async def recipients(self, info: Info, first: int = 50) -> list[Recipient]:
        recipient = models.blasts.BlastRecipient
        statement = (
            select(recipient)
            .where(col(recipient.blast_id) == self.key)
            .order_by(col(recipient.id))
            .limit(first)
        )
        return [Recipient.of(row) for row in await database(info).entities(statement)]

    @strawberry.field
    async def stages(self, info: Info) -> list[Stage]:
        counts = await loaders(info).statuses.load(self.key)
        return [
            Stage(name=name, count=sum(counts.get(each, 0) for each in wanted or counts))
            for name, wanted in STAGES.items()
        ]


@strawberry.type
class Conversion:
    converted_at: dt.datetime
    commission_amount: Decimal
    order_id: strawberry.Private[int | None]

    @strawberry.field
    async def order(self, info: Info) -> Order | None:
        if self.order_id is None:
            return None
        row = await loaders(info).orders.load(self.order_id)
        return Order.of(row) if row else None


@strawberry.type
class Commission:
    currency: str
    count: int
    amount: Decimal


@strawberry.type
class Partner:
    id: strawberry.ID
    name: str
    affiliate_code: str
    key: strawberry.Private[Any]

    @classmethod
    def of(cls, row: models.affiliates.AffiliatePartner) -> "Partner":
        return cls(
            id=strawberry.ID(str(row.id)),
            name=row.name,
            affiliate_code=row.affiliate_code,
            key=row.id,
        )

    @strawberry.field
    async def link_count(self, info: Info) -> int:
        return await loaders(info).link_counts.load(self.key)

    @strawberry.field
    async def click_count(self, info: Info) -> int:
        return await loaders(info).click_counts.load(self.key)

    @strawberry.field
    async def commissions(self, info: Info) -> list[Commission]:
        lines = await loaders(info).commissions.load(self.key)
        return [
            Commission(currency=currency, count=count, amount=amount)
            for _, currency, count, amount in lines
        ]

    @strawberry.field
    async def last_conversions(self, info: Info) -> list[Conversion]:
        return [
            Conversion(
                converted_at=row.converted_at,
                commission_amount=row.commission_amount,
                order_id=row.order_id,
            )
            for row in await loaders(info).last_conversions.load(self.key)
        ]


@strawberry.type
class DailyMetric:
    metric_date: dt.date
    recovered_cents: str
    emails_sent: int
    total_opens: int
    total_clicks: int


@strawberry.type
class Merchant:
    name: str
    key: strawberry.Private[str]

    @strawberry.field
    async def daily_metrics(self, info: Info, first: int = 50) -> list[DailyMetric]:
        metric = models.dunning.DailyMetric
        statement = (
            select(metric)
            .where(col(metric.merchant_id) == self.key)
            .order_by(col(metric.metric_date).desc())
            .limit(first)
        )
        return [
            DailyMetric(
                metric_date=row.metric_date,
                recovered_cents=str(row.recovered_cents),
                emails_sent=row.emails_sent,
                total_opens=row.total_opens,
                total_clicks=row.total_clicks,
            )
            for row in await database(info).entities(statement)
        ]


@strawberry.type
class Query:
    @strawberry.field
    async def order(self, info: Info, id: strawberry.ID) -> Order | None:  # noqa: A002 - the API's
        row = await loaders(info).orders.load(int(id))
        return Order.of(row) if row else None

    @strawberry.field
    async def orders(self, info: Info, first: int = 50) -> list[Order]:
        order = models.orders.Order
        statement = (
            select(order).order_by(col(order.created_at).desc(), col(order.id).desc()).limit(first)
        )
        return [Order.of(row) for row in await database(info).entities(statement)]

    @strawberry.field
    async def blast(self, info: Info, id: strawberry.ID) -> Blast | None:  # noqa: A002 - the API's
        blast = models.blasts.Blast
        rows = await database(info).entities(select(blast).where(col(blast.id) == int(id)))
        return Blast.of(rows[0]) if rows else None

    @strawberry.field
    async def blasts(self, info: Info, first: int = 50) -> list[Blast]:
        blast = models.blasts.Blast
        statement = (
            select(blast).order_by(col(blast.blast_date).desc(), col(blast.id).desc()).limit(first)
        )
        return [Blast.of(row) for row in await database(info).entities(statement)]

    @strawberry.field
    async def partners(self, info: Info, first: int = 50) -> list[Partner]:
        partner = models.affiliates.AffiliatePartner
        statement = (
            select(partner)
            .order_by(col(partner.created_at).desc(), col(partner.id).desc())
            .limit(first)
        )
        return [Partner.of(row) for row in await database(info).entities(statement)]

    @strawberry.field
    async def merchant(self, info: Info, id: str) -> Merchant | None:  # noqa: A002 - the API's
        merchant = models.dunning.Merchant
        rows = await database(info).entities(select(merchant).where(col(merchant.id) == id))
        return Merchant(name=rows[0].name, key=rows[0].id) if rows else None


schema = strawberry.Schema(Query, extensions=[TenantTransaction])
