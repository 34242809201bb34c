"""Indexes for where carts came from."""

from migrations.sql import build_index, drop_index

revision = "20260102220000_index_cart_attribution"
down_revision = "20260102215624_add_landing_page_cart_integration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("ix_carts_landing_page_id", "carts (landing_page_id)")
    build_index("ix_carts_source_type_company_id_status", "carts (source_type, company_id, status)")


def downgrade() -> None:
    drop_index("ix_carts_source_type_company_id_status")
    drop_index("ix_carts_landing_page_id")
