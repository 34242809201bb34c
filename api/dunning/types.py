"""Merchants and how much of their failed payments was recovered, as types of the API."""

import models
from api.funnels import fields
from api.graphql.declarations import Totals, column, expression, lookup, to_many, to_one
from api.graphql.entity import entity
from api.graphql.kinds import Kind


@entity(models.dunning.Merchant, order_by=("id",))
class Merchant:
    """A business whose failed payments are recovered."""

    name = column("What the merchant calls itself")
    email = column("The merchant's address")

    merchant_id = expression(
        Kind.TEXT, "{id}", "The merchant's id at its platform", is_nullable=False
    )
    usage_logs = to_many(
        models.dunning.UsageLog.merchant_id,
        "What was done for the merchant, latest first.",
        order_by=("-id",),
    )
    daily_metrics = to_many(
        models.dunning.DailyMetric.merchant_id,
        "The merchant's numbers by day, latest first.",
        order_by=("-metric_date",),
    )
    funnel = fields.OF_MERCHANTS
    by_merchant_id = lookup(
        "merchant_id", description="The merchant of a platform's id; null where there is none."
    )


@entity(
    models.dunning.UsageLog,
    order_by=("-id",),
    totals=Totals(sums=("amount",), per="metric_type"),
)
class UsageLog:
    """One billable thing done for a merchant, such as a dunning e-mail sent."""

    metric_type = column("What was done, such as email_sent")
    amount = column("How much of it: cents where it is money, else how many")

    merchant = to_one(models.dunning.UsageLog.merchant_id, "For whom it was done")


@entity(
    models.dunning.DailyMetric,
    order_by=("-metric_date",),
    totals=Totals(sums=("recovered_cents", "emails_sent", "total_opens", "total_clicks")),
)
class DailyMetric:
    """What dunning did for a merchant on a day."""

    metric_date = column("The day")
    recovered_cents = column("How much money was recovered, in cents")
    emails_sent = column("How many dunning e-mails were sent")
    total_opens = column("How many of the e-mails were opened")
    total_clicks = column("How many of the e-mails were clicked in")

    merchant = to_one(models.dunning.DailyMetric.merchant_id, "Whose numbers they are")
