"""`updated_at` says when a row last changed, whoever changed it."""

from migrations.sql import run_alone

revision = "20260302020000_touch_updated_at"
down_revision = "20260302010000_validate_checks"
branch_labels = None
depends_on = None

TABLES = (
    "affiliate_applications",
    "affiliate_conversions",
    "affiliate_creatives",
    "affiliate_links",
    "affiliate_partners",
    "affiliate_payouts",
    "affiliate_program_configs",
    "blast_recipients",
    "blasts",
    "campaigns",
    "carts",
    "companies",
    "cs_ai_pricing",
    "cs_ai_usage_summary",
    "email_sends",
    "event_tickets",
    "events",
    "field_mapping_profiles",
    "funnels",
    "landing_pages",
    "leads",
    "members",
    "notification_preferences",
    "organizations",
    "payments",
    "product_import_jobs",
    "sites",
)
TOUCH = """
create or replace function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$"""


def upgrade() -> None:
    run_alone(
        TOUCH,
        *(
            f"create or replace trigger touch_updated_at before update on {table}"
            " for each row when (new.* is distinct from old.*)"
            " execute function touch_updated_at()"
            for table in TABLES
        ),
    )


def downgrade() -> None:
    run_alone(
        *(f"drop trigger if exists touch_updated_at on {table}" for table in TABLES),
        "drop function if exists touch_updated_at()",
    )
