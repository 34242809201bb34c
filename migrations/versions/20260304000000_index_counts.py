"""A blast's recipients and a partner's clicks are counted by status from an index alone.

Row-level security reads `organization_id`: an index without it answers no count by itself.
"""

from migrations.sql import build_index, drop_index

revision = "20260304000000_index_counts"
down_revision = "20260303000000_describe_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "ix_blast_recipients_organization_id_blast_id_status",
        "blast_recipients (organization_id, blast_id, status)",
    )
    build_index(
        "ix_affiliate_clicks_organization_id_partner_id_status",
        "affiliate_clicks (organization_id, partner_id, status)",
    )
    drop_index("ix_blast_recipients_blast_id_status")
    drop_index("ix_affiliate_clicks_partner_id_status")


def downgrade() -> None:
    build_index("ix_affiliate_clicks_partner_id_status", "affiliate_clicks (partner_id, status)")
    build_index("ix_blast_recipients_blast_id_status", "blast_recipients (blast_id, status)")
    drop_index("ix_affiliate_clicks_organization_id_partner_id_status")
    drop_index("ix_blast_recipients_organization_id_blast_id_status")
