"""The checks that the tables of the baseline got in March 2026: table, name, condition."""

CHECKS = (
    ("organizations", "slug_is_a_slug", "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"),
    ("companies", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("orders", "order_total_not_negative", "order_total >= 0"),
    ("orders", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("ad_performance", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("ad_performance", "spend_not_negative", "spend >= 0"),
    ("ad_performance", "conversions_not_negative", "conversions >= 0"),
    (
        "ad_performance",
        "level_has_its_ids",
        "(level = 'CAMPAIGN' or ad_set_id is not null) and (level <> 'AD' or ad_id is not null)",
    ),
    ("ad_performance", "conversion_value_not_negative", "conversion_value >= 0"),
    ("ad_performance", "impressions_not_negative", "impressions >= 0"),
    ("ad_performance", "clicks_not_negative", "clicks >= 0"),
    ("daily_kpis", "orders_not_negative", "orders >= 0"),
    ("daily_kpis", "revenue_not_negative", "revenue >= 0"),
    ("daily_kpis", "leads_not_negative", "leads >= 0"),
    ("daily_kpis", "ad_spend_not_negative", "ad_spend >= 0"),
    ("daily_kpis", "attendance_not_negative", "attendance >= 0"),
    ("daily_kpis", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("usage_logs", "amount_not_negative", "amount >= 0"),
    ("daily_metrics", "emails_sent_not_negative", "emails_sent >= 0"),
    ("daily_metrics", "total_opens_not_negative", "total_opens >= 0"),
    ("daily_metrics", "total_clicks_not_negative", "total_clicks >= 0"),
    ("daily_metrics", "recovered_cents_not_negative", "recovered_cents >= 0"),
    ("cs_sessions", "ends_after_start", "ended_at is null or ended_at >= started_at"),
    ("funnel_sessions", "discount_amount_not_negative", "discount_amount >= 0"),
    ("carts", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("carts", "total_amount_not_negative", "total_amount >= 0"),
    ("voice_calls", "duration_seconds_not_negative", "duration_seconds >= 0"),
    ("events", "capacity_positive", "capacity > 0"),
    ("events", "ends_after_start", "ends_at is null or ends_at >= starts_at"),
    ("payments", "amount_not_negative", "amount >= 0"),
    ("payments", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
    ("event_tickets", "currency_is_iso_4217", "currency ~ '^[A-Z]{3}$'"),
)


def checks_to_add() -> tuple[str, ...]:
    """Return the statements that add every check, for new rows only.

    Each can be run again when an earlier try got this far.
    """
    return tuple(
        f"alter table {table} drop constraint if exists ck_{table}_{name},"
        f" add constraint ck_{table}_{name} check ({condition}) not valid"
        for table, name, condition in CHECKS
    )
