"""Indexes for the references to sites."""

from migrations.sql import build_index, drop_index

revision = "20241224001000_index_sites"
down_revision = "20241224000000_add_sites_model"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("ix_landing_pages_site_id", "landing_pages (site_id)")
    build_index("ix_funnels_site_id", "funnels (site_id)")


def downgrade() -> None:
    drop_index("ix_funnels_site_id")
    drop_index("ix_landing_pages_site_id")
