"""Whose data it is, as types of the API."""

import models
from api.graphql.declarations import column, describe, lookup, to_many
from api.graphql.entity import entity

MemberRole = describe(
    models.tenancy.MemberRole,
    ADMIN="Sees and does everything.",
    OPERATOR="Sees everything and runs the campaigns.",
    ANALYST="Sees everything but what is masked.",
    MEMBER="Sees everything but what is masked, and manages their own preferences.",
)


@entity(models.tenancy.Organization, is_listed=False)
class Organization:
    """A tenant: every other row belongs to one, and sees no other."""

    name = column("What the organization calls itself")


@entity(models.tenancy.Company, order_by=("slug",))
class Company:
    """A storefront's business; an organization may run several."""

    name = column("What the company calls itself")
    currency = column("ISO 4217 code of the currency that it counts in")

    products = to_many(
        models.orders.Product.company_id, "What the company sells.", order_by=("-created_at",)
    )
    sites = to_many(models.storefront.Site.company_id, "Its sites.", order_by=("slug",))
    landing_pages = to_many(models.storefront.LandingPage.company_id, "Its landing pages.")
    landing_page_sessions = to_many(
        models.storefront.LandingPageSession.company_id,
        "The visits to its landing pages, latest first.",
        order_by=("-started_at",),
    )
    funnels = to_many(models.storefront.Funnel.company_id, "Its funnels.")
    funnel_sessions = to_many(
        models.storefront.FunnelSession.company_id,
        "The visits to its funnels, latest first.",
        order_by=("-started_at",),
    )
    leads = to_many(models.storefront.Lead.company_id, "Its leads, newest first.")
    carts = to_many(models.storefront.Cart.company_id, "Its shoppers' carts, newest first.")
    inventory_holds = to_many(
        models.storefront.InventoryHold.company_id, "The stock that its shoppers' carts keep."
    )
    cross_site_sessions = to_many(
        models.storefront.CrossSiteSession.company_id,
        "The visitors' hand-overs between its sites, latest first.",
    )
    affiliate_program_configs = to_many(
        models.affiliates.AffiliateProgramConfig.company_id,
        "How it runs its affiliate program; at most one.",
    )
    affiliate_partners = to_many(
        models.affiliates.AffiliatePartner.company_id, "Its affiliate partners, newest first."
    )
    affiliate_applications = to_many(
        models.affiliates.AffiliateApplication.company_id,
        "The requests to become its partner, latest first.",
    )
    affiliate_links = to_many(
        models.affiliates.AffiliateLink.company_id, "Its partners' links, newest first."
    )
    affiliate_clicks = to_many(
        models.affiliates.AffiliateClick.company_id,
        "The clicks on its partners' links, latest first.",
    )
    affiliate_click_queue = to_many(
        models.affiliates.QueuedAffiliateClick.company_id,
        "The clicks that came in and were not all judged yet, latest first.",
    )
    affiliate_conversions = to_many(
        models.affiliates.AffiliateConversion.company_id,
        "The sales that its partners brought, latest first.",
    )
    affiliate_payouts = to_many(
        models.affiliates.AffiliatePayout.company_id, "What its partners were paid, latest first."
    )
    affiliate_creatives = to_many(
        models.affiliates.AffiliateCreative.company_id, "Its material for partners, newest first."
    )
    cs_sessions = to_many(
        models.support.CsSession.company_id, "Its conversations with customers, latest first."
    )
    voice_calls = to_many(
        models.support.VoiceCall.company_id, "Its calls with customers, latest first."
    )
    cs_ai_usage = to_many(
        models.support.CsAiUsage.company_id, "What its customer service used AI for, latest first."
    )
    cs_ai_usage_summaries = to_many(
        models.support.CsAiUsageSummary.company_id, "Its use of AI by billing period, latest first."
    )
    product_import_jobs = to_many(
        models.imports.ProductImportJob.company_id, "Its imports of products, latest first."
    )
    product_images = to_many(
        models.imports.ProductImage.company_id, "Its products' images, newest first."
    )
    field_mapping_profiles = to_many(
        models.imports.FieldMappingProfile.company_id, "How its imports read their sources."
    )
    storage_usage = to_many(
        models.imports.StorageUsage.company_id, "What it stored by day, latest first."
    )
    by_slug = lookup("slug", description="The company of a slug; null where there is none.")


@entity(models.tenancy.Member, order_by=("email",))
class Member:
    """A person who belongs to an organization."""

    email = column("The address that the person is known by")
    role = column("What the person may see and do")

    email_sends = to_many(
        models.email.EmailSend.member_id, "The e-mails to the person, latest first."
    )
    event_tickets = to_many(
        models.email.EventTicket.member_id,
        "The tickets that the person has, latest first.",
        order_by=("-purchase_date",),
    )
    checked_in_tickets = to_many(
        models.email.EventTicket.checked_in_by,
        "The tickets that the person checked in, latest first.",
        order_by=("-checked_in_at",),
    )
    payments = to_many(models.email.Payment.member_id, "What the person paid, latest first.")
    notification_preferences = to_many(
        models.email.NotificationPreference.member_id, "What the person wants to hear of."
    )
    reviewed_applications = to_many(
        models.affiliates.AffiliateApplication.reviewed_by,
        "The requests to become a partner that the person decided on, latest first.",
    )
    by_email = lookup("email", description="The member of an address; null where there is none.")
