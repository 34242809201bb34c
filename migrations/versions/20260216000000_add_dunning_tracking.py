"""When a dunning e-mail was opened and clicked, and the daily totals of both."""

from migrations.sql import run

revision = "20260216000000_add_dunning_tracking"
down_revision = "20260203100000_add_affiliate_fallback_url"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        alter table usage_logs add column opened_at timestamptz, add column clicked_at timestamptz;
        alter table daily_metrics
          add column total_opens integer not null default 0,
          add column total_clicks integer not null default 0;
    """)


def downgrade() -> None:
    run("""
        alter table daily_metrics drop column total_clicks, drop column total_opens;
        alter table usage_logs drop column clicked_at, drop column opened_at;
    """)
