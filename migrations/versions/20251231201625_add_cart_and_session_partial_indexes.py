"""Partial indexes for cart recovery, cart expiry and session clean-up."""

from migrations.sql import build_index, drop_index

revision = "20251231201625_add_cart_and_session_partial_indexes"
down_revision = "20251227001000_index_imported_products"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "idx_carts_recovery_candidates",
        "carts (company_id, abandoned_at, recovery_email_sent)"
        " where status = 'ABANDONED' and not recovery_email_sent",
    )
    build_index(
        "idx_cross_site_sessions_cleanup",
        "cross_site_sessions (expires_at) where status = 'ACTIVE'",
    )
    build_index(
        "idx_carts_expiration",
        "carts (expires_at) where status = 'ACTIVE' and expires_at is not null",
    )


def downgrade() -> None:
    drop_index("idx_carts_expiration")
    drop_index("idx_cross_site_sessions_cleanup")
    drop_index("idx_carts_recovery_candidates")
