"""Indexes for leads by variant and funnel sessions by discount."""

from migrations.sql import build_index, drop_index

revision = "20260131161000_index_variants_and_discounts"
down_revision = "20260131160000_phase4_lead_variant_discount_tracking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("ix_leads_variant_id", "leads (variant_id)")
    build_index("ix_funnel_sessions_discount_code", "funnel_sessions (discount_code)")


def downgrade() -> None:
    drop_index("ix_funnel_sessions_discount_code")
    drop_index("ix_leads_variant_id")
