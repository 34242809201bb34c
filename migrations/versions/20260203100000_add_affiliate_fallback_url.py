"""Where an invalid or expired affiliate link leads."""

from migrations.sql import run

revision = "20260203100000_add_affiliate_fallback_url"
down_revision = "20260203000000_add_affiliate_click_queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        alter table affiliate_program_configs add column default_fallback_url text;
    """)


def downgrade() -> None:
    run("""
        alter table affiliate_program_configs drop column default_fallback_url;
    """)
