"""The tables, keys and indexes that tenancy touched, as they were in March 2026.

Six revisions share these lists: the organization is added to every table, indexed, referred to,
the references validated, the tables isolated, and what the new keys replace dropped.
"""

LEGACY_ORGANIZATION = "00000000-0000-4000-8000-000000000001"
"""Owns the rows of before tenancy; dropped again where there are none."""

WITHOUT_ORGANIZATION = (
    "ad_performance",
    "affiliate_applications",
    "affiliate_click_queue",
    "affiliate_clicks",
    "affiliate_conversions",
    "affiliate_creatives",
    "affiliate_links",
    "affiliate_partners",
    "affiliate_payouts",
    "affiliate_program_configs",
    "analytics_events",
    "blast_recipients",
    "blasts",
    "carts",
    "companies",
    "contacts",
    "cross_site_sessions",
    "cs_ai_usage",
    "cs_ai_usage_summary",
    "cs_sessions",
    "daily_kpis",
    "daily_metrics",
    "field_mapping_profiles",
    "funnel_sessions",
    "funnels",
    "inventory_holds",
    "landing_page_sessions",
    "landing_pages",
    "leads",
    "merchants",
    "order_items",
    "orders",
    "product_images",
    "product_import_jobs",
    "products",
    "sites",
    "status_history",
    "storage_usage",
    "usage_logs",
    "voice_calls",
    "workflow_errors",
    "youtube_attendance",
)
"""Tables that had no organization yet."""

WITH_ORGANIZATION = (
    "campaigns",
    "cs_ai_pricing",
    "email_sends",
    "event_tickets",
    "events",
    "members",
    "notification_preferences",
    "payments",
)
"""Tables that had one from the start."""

TENANT_TABLES = tuple(sorted(WITHOUT_ORGANIZATION + WITH_ORGANIZATION))

UNREFERENCED = ("affiliate_click_queue",)
"""Tables without foreign keys, so that taking rows in is fast."""

CASCADING = (
    ("affiliate_applications", "company_id", "companies"),
    ("affiliate_clicks", "company_id", "companies"),
    ("affiliate_clicks", "link_id", "affiliate_links"),
    ("affiliate_clicks", "partner_id", "affiliate_partners"),
    ("affiliate_conversions", "company_id", "companies"),
    ("affiliate_conversions", "partner_id", "affiliate_partners"),
    ("affiliate_creatives", "company_id", "companies"),
    ("affiliate_links", "company_id", "companies"),
    ("affiliate_links", "partner_id", "affiliate_partners"),
    ("affiliate_partners", "company_id", "companies"),
    ("affiliate_payouts", "company_id", "companies"),
    ("affiliate_program_configs", "company_id", "companies"),
    ("analytics_events", "contact_id", "contacts"),
    ("blast_recipients", "blast_id", "blasts"),
    ("carts", "company_id", "companies"),
    ("cross_site_sessions", "company_id", "companies"),
    ("cs_ai_usage", "company_id", "companies"),
    ("cs_ai_usage_summary", "company_id", "companies"),
    ("cs_sessions", "company_id", "companies"),
    ("daily_metrics", "merchant_id", "merchants"),
    ("email_sends", "campaign_id", "campaigns"),
    ("email_sends", "member_id", "members"),
    ("event_tickets", "event_id", "events"),
    ("field_mapping_profiles", "company_id", "companies"),
    ("funnel_sessions", "company_id", "companies"),
    ("funnel_sessions", "funnel_id", "funnels"),
    ("funnels", "company_id", "companies"),
    ("inventory_holds", "cart_id", "carts"),
    ("inventory_holds", "company_id", "companies"),
    ("inventory_holds", "product_id", "products"),
    ("landing_page_sessions", "company_id", "companies"),
    ("landing_page_sessions", "landing_page_id", "landing_pages"),
    ("landing_pages", "company_id", "companies"),
    ("leads", "company_id", "companies"),
    ("notification_preferences", "member_id", "members"),
    ("order_items", "order_id", "orders"),
    ("product_images", "company_id", "companies"),
    ("product_images", "product_id", "products"),
    ("product_import_jobs", "company_id", "companies"),
    ("sites", "company_id", "companies"),
    ("status_history", "recipient_id", "blast_recipients"),
    ("storage_usage", "company_id", "companies"),
    ("usage_logs", "merchant_id", "merchants"),
    ("voice_calls", "company_id", "companies"),
)
"""References whose rows go with what they point at: table, column, target."""

DEFERRED = (
    ("affiliate_applications", "partner_id", "affiliate_partners"),
    ("affiliate_applications", "reviewed_by", "members"),
    ("affiliate_conversions", "click_id", "affiliate_clicks"),
    ("affiliate_conversions", "contact_id", "contacts"),
    ("affiliate_conversions", "link_id", "affiliate_links"),
    ("affiliate_conversions", "order_id", "orders"),
    ("affiliate_conversions", "payout_id", "affiliate_payouts"),
    ("affiliate_payouts", "partner_id", "affiliate_partners"),
    ("carts", "funnel_session_id", "funnel_sessions"),
    ("carts", "landing_page_id", "landing_pages"),
    ("carts", "order_id", "orders"),
    ("cs_ai_usage", "cs_session_id", "cs_sessions"),
    ("cs_ai_usage", "voice_call_id", "voice_calls"),
    ("event_tickets", "checked_in_by", "members"),
    ("event_tickets", "member_id", "members"),
    ("event_tickets", "payment_id", "payments"),
    ("funnel_sessions", "cs_session_id", "cs_sessions"),
    ("funnels", "site_id", "sites"),
    ("landing_page_sessions", "cart_id", "carts"),
    ("landing_page_sessions", "order_id", "orders"),
    ("landing_pages", "site_id", "sites"),
    ("leads", "contact_id", "contacts"),
    ("leads", "funnel_session_id", "funnel_sessions"),
    ("order_items", "product_id", "products"),
    ("orders", "contact_id", "contacts"),
    ("payments", "member_id", "members"),
    ("product_images", "import_job_id", "product_import_jobs"),
    ("product_import_jobs", "field_mapping_profile_id", "field_mapping_profiles"),
    ("products", "company_id", "companies"),
    ("voice_calls", "cs_session_id", "cs_sessions"),
)
"""References that are checked at commit: table, column, target."""

NULLED = (
    ("affiliate_applications", "partner_id", "affiliate_partners"),
    ("affiliate_applications", "reviewed_by", "members"),
    ("affiliate_conversions", "click_id", "affiliate_clicks"),
    ("affiliate_conversions", "contact_id", "contacts"),
    ("affiliate_conversions", "link_id", "affiliate_links"),
    ("affiliate_conversions", "order_id", "orders"),
    ("affiliate_conversions", "payout_id", "affiliate_payouts"),
    ("carts", "funnel_session_id", "funnel_sessions"),
    ("carts", "landing_page_id", "landing_pages"),
    ("carts", "order_id", "orders"),
    ("cs_ai_usage", "cs_session_id", "cs_sessions"),
    ("cs_ai_usage", "voice_call_id", "voice_calls"),
    ("event_tickets", "member_id", "members"),
    ("funnel_sessions", "cs_session_id", "cs_sessions"),
    ("funnels", "site_id", "sites"),
    ("landing_page_sessions", "cart_id", "carts"),
    ("landing_page_sessions", "order_id", "orders"),
    ("landing_pages", "site_id", "sites"),
    ("leads", "contact_id", "contacts"),
    ("leads", "funnel_session_id", "funnel_sessions"),
    ("orders", "contact_id", "contacts"),
    ("payments", "member_id", "members"),
    ("product_images", "import_job_id", "product_import_jobs"),
    ("product_import_jobs", "field_mapping_profile_id", "field_mapping_profiles"),
    ("products", "company_id", "companies"),
    ("voice_calls", "cs_session_id", "cs_sessions"),
)
"""The deferred references whose plain key stays, because it nulls the column."""

TENANT_KEYS = (
    ("ad_performance", "id", ""),
    ("affiliate_applications", "id", ""),
    ("affiliate_click_queue", "id", ""),
    ("affiliate_clicks", "id", ""),
    ("affiliate_conversions", "id", ""),
    ("affiliate_creatives", "id", ""),
    ("affiliate_links", "id", ""),
    ("affiliate_links", "link_code", "uq_affiliate_links_link_code"),
    ("affiliate_partners", "affiliate_code", "uq_affiliate_partners_affiliate_code"),
    ("affiliate_partners", "id", ""),
    ("affiliate_payouts", "id", ""),
    ("affiliate_payouts", "invoice_number", "uq_affiliate_payouts_invoice_number"),
    ("affiliate_program_configs", "id", ""),
    ("analytics_events", "id", ""),
    ("blast_recipients", "id", ""),
    ("blasts", "id", ""),
    ("campaigns", "id", ""),
    ("carts", "id", ""),
    ("companies", "id", ""),
    ("companies", "slug", "uq_companies_slug"),
    ("contacts", "email", "uq_contacts_email"),
    ("contacts", "id", ""),
    ("cross_site_sessions", "id", ""),
    ("cs_ai_pricing", "id", ""),
    ("cs_ai_usage", "id", ""),
    ("cs_ai_usage_summary", "id", ""),
    ("cs_sessions", "id", ""),
    ("daily_kpis", "date", "uq_daily_kpis_date"),
    ("daily_kpis", "id", ""),
    ("daily_metrics", "merchant_id, metric_date", ""),
    ("email_sends", "id", ""),
    ("event_tickets", "id", ""),
    ("events", "id", ""),
    ("field_mapping_profiles", "id", ""),
    ("funnel_sessions", "id", ""),
    ("funnels", "id", ""),
    ("inventory_holds", "id", ""),
    ("landing_page_sessions", "id", ""),
    ("landing_pages", "id", ""),
    ("leads", "id", ""),
    ("members", "id", ""),
    ("merchants", "id", ""),
    ("notification_preferences", "id", ""),
    ("order_items", "id", ""),
    ("orders", "clickfunnels_order_id", "uq_orders_clickfunnels_order_id"),
    ("orders", "id", ""),
    ("payments", "id", ""),
    ("product_images", "id", ""),
    ("product_import_jobs", "id", ""),
    ("products", "clickfunnels_product_id", "uq_products_clickfunnels_product_id"),
    ("products", "id", ""),
    ("products", "keap_product_id", "uq_products_keap_product_id"),
    ("sites", "id", ""),
    ("status_history", "id", ""),
    ("storage_usage", "id", ""),
    ("usage_logs", "id", ""),
    ("voice_calls", "id", ""),
    ("workflow_errors", "id", ""),
    ("youtube_attendance", "date, platform", "uq_youtube_attendance_date_platform"),
    ("youtube_attendance", "id", ""),
)
"""What is unique within an organization from now on: table, columns, the constraint that it replaces."""

INDEXES = (
    (
        "ix_affiliate_clicks_organization_id_clicked_at",
        "affiliate_clicks (organization_id, clicked_at)",
    ),
    (
        "ix_affiliate_conversions_organization_id_status_converted_at",
        "affiliate_conversions (organization_id, status, converted_at)",
    ),
    (
        "ix_affiliate_partners_organization_id_created_at",
        "affiliate_partners (organization_id, created_at)",
    ),
    (
        "ix_affiliate_partners_organization_id_status_tier",
        "affiliate_partners (organization_id, status, tier)",
    ),
    ("ix_affiliate_payouts_organization_id_status", "affiliate_payouts (organization_id, status)"),
    (
        "ix_analytics_events_organization_id_type_name_timestamp",
        "analytics_events (organization_id, type, name, timestamp)",
    ),
    (
        "ix_blast_recipients_organization_id_phone_number",
        "blast_recipients (organization_id, phone_number)",
    ),
    ("ix_blast_recipients_organization_id_status", "blast_recipients (organization_id, status)"),
    ("ix_blasts_organization_id_blast_date", "blasts (organization_id, blast_date)"),
    ("ix_blasts_organization_id_blast_tag", "blasts (organization_id, blast_tag)"),
    ("ix_blasts_organization_id_follow_up_stage", "blasts (organization_id, follow_up_stage)"),
    ("ix_contacts_organization_id_created_at", "contacts (organization_id, created_at)"),
    ("ix_contacts_organization_id_phone", "contacts (organization_id, phone)"),
    (
        "ix_cs_ai_usage_organization_id_usage_type_created_at",
        "cs_ai_usage (organization_id, usage_type, created_at)",
    ),
    ("ix_leads_organization_id_email", "leads (organization_id, email)"),
    (
        "ix_orders_organization_id_clickfunnels_order_number",
        "orders (organization_id, clickfunnels_order_number)",
    ),
    ("ix_orders_organization_id_created_at", "orders (organization_id, created_at)"),
    ("ix_orders_organization_id_order_source", "orders (organization_id, order_source)"),
    ("ix_orders_organization_id_purchase_date", "orders (organization_id, purchase_date)"),
    (
        "ix_workflow_errors_organization_id_created_at",
        "workflow_errors (organization_id, created_at)",
    ),
)
"""Indexes that begin with the organization: name, and what it is on."""


def key_name(table: str, columns: str) -> str:
    """Return the name of the unique index on an organization's columns."""
    return f"uq_{table}_organization_id_{columns.replace(', ', '_')}"


def reference_name(table: str, column: str) -> str:
    """Return the name of the foreign key that includes the organization."""
    return f"fk_{table}_{column}_tenant"


def references_to_add() -> tuple[str, ...]:
    """Return the statements that add every reference, for new rows only.

    Each can be run again when an earlier try got this far.
    """
    cascade = "on delete cascade"
    return (
        *(
            _add(
                table,
                f"fk_{table}_organization_id",
                "organization_id",
                "organizations (id)",
                cascade,
            )
            for table in WITHOUT_ORGANIZATION
            if table not in UNREFERENCED
        ),
        *(_add_reference(*reference, cascade) for reference in CASCADING),
        *(_add_reference(*reference, "deferrable initially deferred") for reference in DEFERRED),
    )


def _add_reference(table: str, column: str, target: str, rule: str) -> str:
    columns = f"organization_id, {column}"
    return _add(
        table, reference_name(table, column), columns, f"{target} (organization_id, id)", rule
    )


def _add(table: str, name: str, columns: str, key: str, rule: str) -> str:
    return (
        f"alter table {table} drop constraint if exists {name},"
        f" add constraint {name} foreign key ({columns}) references {key} {rule} not valid"
    )
