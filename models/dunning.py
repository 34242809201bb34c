"""Dunning: recovering failed payments by e-mail, and how well that works."""

import uuid
from datetime import date, datetime

from sqlalchemy import Date, Text

from models.base import Table
from models.columns import (
    bigint,
    bigint_key,
    column,
    integer,
    now,
    organization,
    text,
    timestamp,
)
from models.constraints import belongs_to, index, not_negative, tenant


class Merchant(Table, table=True):
    """A business whose failed payments are recovered."""

    __tablename__ = "merchants"
    __table_args__ = (*tenant(),)

    id: str = column(Text, "The platform's own id", primary_key=True)
    organization_id: uuid.UUID = organization()
    name: str | None = text()
    email: str | None = text()
    created_at: datetime = now()


class UsageLog(Table, table=True):
    """One billable thing done for a merchant, such as a dunning e-mail sent."""

    __tablename__ = "usage_logs"
    __table_args__ = (
        *tenant(),
        *belongs_to("merchants", "merchant_id"),
        *not_negative("amount"),
        index("merchant_id", "metric_type", name="idx_usage_merchant_metric"),
        index("merchant_id", "id"),
        index("reported_at", name="idx_usage_reported"),
    )

    id: int = bigint_key()
    organization_id: uuid.UUID = organization()
    merchant_id: str = text()
    metric_type: str = text()
    amount: int = integer(default=1)
    opened_at: datetime | None = timestamp("When the customer opened the e-mail")
    clicked_at: datetime | None = timestamp("When the customer clicked in it")
    created_at: datetime = now()
    reported_at: datetime | None = timestamp("When it was reported to billing")


class DailyMetric(Table, table=True):
    """A merchant's dunning totals of one day."""

    __tablename__ = "daily_metrics"
    __table_args__ = (
        *tenant("merchant_id", "metric_date"),
        *belongs_to("merchants", "merchant_id"),
        *not_negative("recovered_cents", "emails_sent", "total_opens", "total_clicks"),
    )

    merchant_id: str = column(Text, primary_key=True)
    metric_date: date = column(Date, default="current_date", primary_key=True)
    organization_id: uuid.UUID = organization()
    recovered_cents: int = bigint(default=0)
    emails_sent: int = integer(default=0)
    total_opens: int = integer(default=0)
    total_clicks: int = integer(default=0)
