"""The rollback SQL that the source documents give is what our downgrades do.

The documents spell columns and indexes as Prisma does, and leave out what the database drops along
with a column. The statements here are theirs in our spelling.
"""

import psycopg
import pytest

from api.database import migrations
from api.database.address import DatabaseUrl
from tests.migrations.history import REVISIONS
from tests.schema import snapshot, snapshot_of

ROLLBACKS = {
    "20260203100000_add_affiliate_fallback_url": """
        alter table affiliate_program_configs drop column default_fallback_url;
    """,
    "20260203000000_add_affiliate_click_queue": """
        drop index ix_affiliate_click_queue_queued_at;
        drop index ix_affiliate_click_queue_company_id_queued_at;
        drop index ix_affiliate_click_queue_status_queued_at;
        drop table affiliate_click_queue;
        drop type click_queue_status;
    """,
    "20260131200000_add_affiliate_program": """
        drop table affiliate_applications;
        drop table affiliate_program_configs;
        drop table affiliate_creatives;
        -- The document drops payouts first; here a conversion knows its payout.
        drop table affiliate_conversions;
        drop table affiliate_payouts;
        drop table affiliate_clicks;
        drop table affiliate_links;
        drop table affiliate_partners;
        drop type conversion_status;
        drop type click_status;
        drop type affiliate_payout_method;
        drop type affiliate_payout_status;
        drop type affiliate_tier;
        drop type affiliate_status;
        drop type partnership_type;
    """,
    "20260131160000_phase4_lead_variant_discount_tracking": """
        drop index ix_leads_variant_id;
        alter table leads drop column variant_id;
        drop index ix_funnel_sessions_discount_code;
        alter table funnel_sessions drop column discount_amount;
        alter table funnel_sessions drop column discount_code;
    """,
    "20260131135216_add_funnel_session_performance_indexes": """
        drop index ix_funnel_sessions_funnel_id_status_last_activity_at;
        drop index ix_funnel_sessions_terms_accepted_at;
        drop index ix_funnel_sessions_privacy_accepted_at;
        drop index ix_funnel_sessions_last_activity_at;
    """,
    "20260131134047_add_funnel_cs_session_link": """
        alter table funnel_sessions drop constraint fk_funnel_sessions_cs_session_id;
        drop index ix_funnel_sessions_cs_session_id;
        alter table funnel_sessions drop column cs_session_id;
        alter table funnel_sessions drop column privacy_accepted_at;
        alter table funnel_sessions drop column terms_accepted_at;
    """,
    "20260102215624_add_landing_page_cart_integration": """
        alter table carts drop column landing_page_id;
        alter table carts drop column source_type;
        drop table landing_page_sessions;
        drop table inventory_holds;
        drop type cart_source_type;
        drop type landing_page_session_status;
    """,
    "20251231201625_add_cart_and_session_partial_indexes": """
        drop index idx_carts_recovery_candidates;
        drop index idx_cross_site_sessions_cleanup;
        drop index idx_carts_expiration;
    """,
    "20251227_add_product_import_system": """
        drop table storage_usage;
        drop table product_images;
        drop table product_import_jobs;
        drop table field_mapping_profiles;
        drop type import_job_phase;
        drop type import_job_status;
        alter table products
          drop column import_source, drop column external_id, drop column external_sku,
          drop column last_synced_at, drop column company_id;
    """,
    "20241224100000_add_cs_ai_usage_tables": """
        drop table cs_ai_usage_summary;
        drop table cs_ai_pricing;
        drop table cs_ai_usage;
        drop type cs_ai_usage_type;
    """,
    "20241224000000_add_sites_model": """
        alter table landing_pages drop constraint fk_landing_pages_site_id;
        alter table funnels drop constraint fk_funnels_site_id;
        alter table landing_pages drop column site_id;
        alter table funnels drop column site_id;
        drop table sites;
    """,
}

# Their indexes are revisions of their own here: the documents' entry ends with the second.
ENDS_WITH = {
    "20260131160000_phase4_lead_variant_discount_tracking": (
        "20260131161000_index_variants_and_discounts"
    ),
    "20260131134047_add_funnel_cs_session_link": "20260131134500_index_funnel_cs_session_link",
    "20260102215624_add_landing_page_cart_integration": "20260102220000_index_cart_attribution",
    "20251227_add_product_import_system": "20251227001000_index_imported_products",
    "20241224000000_add_sites_model": "20241224001000_index_sites",
}


@pytest.mark.parametrize("revision", ROLLBACKS)
def test_a_downgrade_does_what_the_documents_rollback_does(
    revision: str, database_url: str
) -> None:
    url = DatabaseUrl(database_url)
    before = REVISIONS[REVISIONS.index(revision) - 1]
    migrations.upgrade(url, ENDS_WITH.get(revision, revision))
    with psycopg.connect(url) as connection:
        connection.execute(ROLLBACKS[revision])
        by_the_document = snapshot(connection)
        connection.rollback()
    migrations.downgrade(url, before)
    assert snapshot_of(url) == by_the_document
