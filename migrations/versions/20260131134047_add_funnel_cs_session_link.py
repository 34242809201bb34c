"""Funnel sessions keep the visitor's consents and the conversation with customer service."""

from migrations.sql import build_index, run

revision = "20260131134047_add_funnel_cs_session_link"
down_revision = "20260102215624_add_landing_page_cart_integration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        alter table funnel_sessions
          add column terms_accepted_at timestamptz,
          add column privacy_accepted_at timestamptz,
          add column cs_session_id uuid
            constraint fk_funnel_sessions_cs_session_id
              references cs_sessions (id) on delete set null;
    """)
    build_index("ix_funnel_sessions_cs_session_id", "funnel_sessions (cs_session_id)")


def downgrade() -> None:
    run("""
        alter table funnel_sessions
          drop column cs_session_id,
          drop column privacy_accepted_at,
          drop column terms_accepted_at;
    """)
