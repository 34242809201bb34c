"""An index for the conversation of a funnel session."""

from migrations.sql import build_index, drop_index

revision = "20260131134500_index_funnel_cs_session_link"
down_revision = "20260131134047_add_funnel_cs_session_link"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("ix_funnel_sessions_cs_session_id", "funnel_sessions (cs_session_id)")


def downgrade() -> None:
    drop_index("ix_funnel_sessions_cs_session_id")
