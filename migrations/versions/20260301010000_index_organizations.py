"""Keys and indexes that begin with the organization, built while the tables are in use."""

from migrations.sql import build_index, drop_index
from migrations.tenancy import INDEXES, TENANT_KEYS, key_name

revision = "20260301010000_index_organizations"
down_revision = "20260301001000_add_organization_to_every_table"
branch_labels = None
depends_on = None

AD_PERFORMANCE_DAY = "uq_ad_performance_day"
AD_PERFORMANCE_DAY_ON = (
    "ad_performance (organization_id, date, platform, level, campaign_id,"
    " coalesce(ad_set_id, ''), coalesce(ad_id, ''))"
)


def upgrade() -> None:
    for table, columns, _ in TENANT_KEYS:
        build_index(key_name(table, columns), f"{table} (organization_id, {columns})", unique=True)
    build_index(AD_PERFORMANCE_DAY, AD_PERFORMANCE_DAY_ON, unique=True)
    for name, on in INDEXES:
        build_index(name, on)


def downgrade() -> None:
    for name, _ in reversed(INDEXES):
        drop_index(name)
    drop_index(AD_PERFORMANCE_DAY)
    for table, columns, _ in reversed(TENANT_KEYS):
        drop_index(key_name(table, columns))
