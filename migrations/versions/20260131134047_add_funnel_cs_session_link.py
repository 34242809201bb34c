"""Funnel sessions keep the visitor's consents and the conversation with customer service."""

from migrations.sql import run

revision = "20260131134047_add_funnel_cs_session_link"
down_revision = "20260102220000_index_cart_attribution"
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


def downgrade() -> None:
    run("""
        alter table funnel_sessions
          drop column cs_session_id,
          drop column privacy_accepted_at,
          drop column terms_accepted_at;
    """)
