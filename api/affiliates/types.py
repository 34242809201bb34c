"""Partners, their links, the clicks and sales they bring, what they earn, as types of the API."""

import models
from api.affiliates.enums import (
    AffiliatePayoutMethod,
    AffiliatePayoutStatus,
    AffiliateStatus,
    AffiliateTier,
    ClickQueueStatus,
    ClickStatus,
    ConversionStatus,
    PartnershipType,
)
from api.funnels import fields
from api.graphql.declarations import Mask, Totals, column, lookup, to_many, to_one
from api.graphql.entity import entity

__all__ = [
    "AffiliateApplication",
    "AffiliateClick",
    "AffiliateConversion",
    "AffiliateCreative",
    "AffiliateLink",
    "AffiliatePartner",
    "AffiliatePayout",
    "AffiliatePayoutMethod",
    "AffiliatePayoutStatus",
    "AffiliateProgramConfig",
    "AffiliateStatus",
    "AffiliateTier",
    "ClickQueueStatus",
    "ClickStatus",
    "ConversionStatus",
    "PartnershipType",
    "QueuedAffiliateClick",
]


@entity(models.affiliates.AffiliatePartner, order_by=("-created_at",))
class AffiliatePartner:
    """A partner who brings customers for a commission."""

    name = column("What the partner is called")
    email = column("The partner's address")
    country = column("ISO 3166-1 alpha-2 code of the partner's country")
    partnership_type = column("What kind of partner it is")
    status = column("Whether the partner takes part in the program")
    tier = column("How well the partner does")
    cookie_duration_days = column("For how many days a click can lead to a sale")
    payout_method = column("How the partner wants to be paid")
    payout_details = column("Where the partner's money goes", mask=Mask.NOTHING)

    company = to_one(models.affiliates.AffiliatePartner.company_id, "Whose program it is")
    links = to_many(
        models.affiliates.AffiliateLink.partner_id,
        "The partner's links, newest first.",
        order_by=("-created_at",),
    )
    clicks = to_many(
        models.affiliates.AffiliateClick.partner_id,
        "The clicks on the partner's links, latest first.",
        order_by=("-clicked_at",),
    )
    conversions = to_many(
        models.affiliates.AffiliateConversion.partner_id,
        "The sales that the partner brought, latest first.",
        order_by=("-converted_at",),
    )
    payouts = to_many(
        models.affiliates.AffiliatePayout.partner_id,
        "What the partner was paid, latest first.",
        order_by=("-created_at",),
    )
    applications = to_many(
        models.affiliates.AffiliateApplication.partner_id, "The requests that led to the partner."
    )
    funnel = fields.OF_PARTNERS
    by_code = lookup(
        "affiliate_code", description="The partner of a code; null where there is none."
    )
    by_email = lookup(
        "email",
        latest="created_at",
        description="The partner of an address; the newest where several companies have one.",
    )


@entity(models.affiliates.AffiliateLink, order_by=("-created_at",))
class AffiliateLink:
    """A trackable link of a partner."""

    name = column("What the partner calls the link")
    destination_url = column("Where the link leads")
    campaign = column("The campaign that the partner made it for")
    is_active = column("Whether the link works")
    expires_at = column("When the link stops working; null where it never does")

    company = to_one(models.affiliates.AffiliateLink.company_id, "Whose program it is")
    partner = to_one(models.affiliates.AffiliateLink.partner_id, "Whose link it is")
    clicks = to_many(
        models.affiliates.AffiliateClick.link_id,
        "The clicks on the link, latest first.",
        order_by=("-clicked_at",),
    )
    conversions = to_many(
        models.affiliates.AffiliateConversion.link_id,
        "The sales that the link brought, latest first.",
        order_by=("-converted_at",),
    )
    by_code = lookup(
        "link_code", description="The link of what stands in its URL; null where there is none."
    )


@entity(
    models.affiliates.AffiliateClick,
    omit=("ip_address_hash",),
    order_by=("-clicked_at",),
    totals=Totals(averages=("fraud_score",)),
)
class AffiliateClick:
    """One click on a partner's link, judged."""

    clicked_at = column("When it was clicked")
    status = column("Whether the click counts")
    landing_url = column("The page that the click led to")
    fraud_score = column("How likely it is fraud: 0 is surely honest, 100 surely not")

    company = to_one(models.affiliates.AffiliateClick.company_id, "Whose program it is")
    partner = to_one(models.affiliates.AffiliateClick.partner_id, "Whose link was clicked")
    link = to_one(models.affiliates.AffiliateClick.link_id, "The link that was clicked")
    conversions = to_many(
        models.affiliates.AffiliateConversion.click_id, "The sales attributed to the click."
    )


@entity(
    models.affiliates.AffiliateConversion,
    order_by=("-converted_at",),
    totals=Totals(
        sums=("order_amount", "commission_amount"),
        averages=("order_amount", "commission_amount"),
        per="currency",
    ),
)
class AffiliateConversion:
    """A sale or sign-up that a partner brought, and the commission it earns."""

    status = column("Whether the sale earns its commission")
    order_amount = column("What the customer paid")
    commission_percent = column("The partner's share at the time of the sale, in percent")
    commission_amount = column("What the partner earns")
    converted_at = column("When the sale was made")
    rejected_at = column("When it was rejected; null where it was not")
    rejection_reason = column("Why it was rejected")

    company = to_one(models.affiliates.AffiliateConversion.company_id, "Whose program it is")
    partner = to_one(models.affiliates.AffiliateConversion.partner_id, "Who brought the sale")
    link = to_one(models.affiliates.AffiliateConversion.link_id, "The link that brought it")
    contact = to_one(models.affiliates.AffiliateConversion.contact_id, "The customer")
    order = to_one(models.affiliates.AffiliateConversion.order_id, "What was bought")


@entity(
    models.affiliates.AffiliatePayout,
    order_by=("-created_at",),
    totals=Totals(sums=("amount",), averages=("amount",), per="currency"),
)
class AffiliatePayout:
    """Money paid to a partner, with its invoice."""

    amount = column("What is paid")
    status = column("Where the payout stands")
    method = column("How it is paid")
    invoice_number = column("The number of its invoice")
    invoice_url = column("Where its invoice can be read", mask=Mask.NOTHING)
    transaction_id = column(mask=Mask.NOTHING)

    company = to_one(models.affiliates.AffiliatePayout.company_id, "Who pays")
    partner = to_one(models.affiliates.AffiliatePayout.partner_id, "Who is paid")
    conversions = to_many(
        models.affiliates.AffiliateConversion.payout_id,
        "The sales whose commissions it pays, latest first.",
        order_by=("-converted_at",),
    )
    by_invoice_number = lookup(
        "invoice_number", description="The payout of an invoice; null where there is none."
    )


@entity(models.affiliates.AffiliateCreative, order_by=("-created_at",))
class AffiliateCreative:
    """Marketing material for partners."""

    asset_url = column("Where the picture or video is served from")
    is_active = column("Whether partners may use it")
    width = column("Width in pixels; null where it has none")
    height = column("Height in pixels; null where it has none")

    company = to_one(models.affiliates.AffiliateCreative.company_id, "Whose program it is for")


@entity(models.affiliates.AffiliateProgramConfig, order_by=("id",))
class AffiliateProgramConfig:
    """How a company runs its program; each company has at most one."""

    is_enabled = column("Whether the program runs")
    default_commission_percent = column("The share of a sale that a new partner gets, in percent")
    cookie_duration_days = column("For how many days a click can lead to a sale, at first")
    terms_url = column("Where the program's terms can be read")

    company = to_one(models.affiliates.AffiliateProgramConfig.company_id, "Whose program it is")


@entity(models.affiliates.AffiliateApplication, order_by=("-created_at",))
class AffiliateApplication:
    """A request to become a partner."""

    name = column("Who asks")
    email = column("The address of who asks")
    message = column("What they wrote", mask=Mask.TEXT)
    partnership_type = column("What kind of partner they want to be")
    status = column("What became of the request")
    reviewed_at = column("When it was decided on; null until then")

    company = to_one(models.affiliates.AffiliateApplication.company_id, "Whose program it is")
    reviewer = to_one(
        models.affiliates.AffiliateApplication.reviewed_by, "The member who decided on it"
    )


@entity(
    models.affiliates.QueuedAffiliateClick,
    omit=("ip_address_hash",),
    order_by=("-queued_at",),
    totals=Totals(sums=("retry_count",)),
)
class QueuedAffiliateClick:
    """A click as it came in, before it is judged."""

    landing_url = column("The page that the click led to")
    country = column("ISO 3166-1 alpha-2 code of the visitor's country; null until processed")
    status = column("Where the click stands in the queue")
    retry_count = column("How often processing was tried again")
    clicked_at = column("When it was clicked")
    queued_at = column("When it was put into the queue")

    company = to_one(
        models.affiliates.QueuedAffiliateClick.company_id,
        "Whose program it is",
        target="companies",
    )
    partner = to_one(
        models.affiliates.QueuedAffiliateClick.partner_id,
        "Whose link was clicked, where it is known",
        target="affiliate_partners",
    )
    link = to_one(
        models.affiliates.QueuedAffiliateClick.link_id,
        "The link that was clicked, where it is known",
        target="affiliate_links",
    )
