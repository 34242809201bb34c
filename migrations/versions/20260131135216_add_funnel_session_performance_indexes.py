"""Indexes for funnel sessions by status and activity, and for reports on consent."""

from migrations.sql import build_index, drop_index

revision = "20260131135216_add_funnel_session_performance_indexes"
down_revision = "20260131134500_index_funnel_cs_session_link"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "ix_funnel_sessions_funnel_id_status_last_activity_at",
        "funnel_sessions (funnel_id, status, last_activity_at)",
    )
    build_index("ix_funnel_sessions_terms_accepted_at", "funnel_sessions (terms_accepted_at)")
    build_index("ix_funnel_sessions_privacy_accepted_at", "funnel_sessions (privacy_accepted_at)")
    build_index("ix_funnel_sessions_last_activity_at", "funnel_sessions (last_activity_at)")


def downgrade() -> None:
    drop_index("ix_funnel_sessions_last_activity_at")
    drop_index("ix_funnel_sessions_privacy_accepted_at")
    drop_index("ix_funnel_sessions_terms_accepted_at")
    drop_index("ix_funnel_sessions_funnel_id_status_last_activity_at")
