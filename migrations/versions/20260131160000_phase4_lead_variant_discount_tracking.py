"""Leads know the A/B variant they saw, and funnel sessions the discount they used."""

from migrations.sql import run

revision = "20260131160000_phase4_lead_variant_discount_tracking"
down_revision = "20260131135216_add_funnel_session_performance_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        alter table leads add column variant_id text;
        alter table funnel_sessions
          add column discount_code text,
          add column discount_amount numeric(10, 2);
    """)


def downgrade() -> None:
    run("""
        alter table funnel_sessions drop column discount_amount, drop column discount_code;
        alter table leads drop column variant_id;
    """)
