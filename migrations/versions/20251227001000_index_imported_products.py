"""A product of a company is imported once from a source."""

from migrations.sql import build_index, drop_index

revision = "20251227001000_index_imported_products"
down_revision = "20251227_add_product_import_system"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "uq_products_company_id_external_id_import_source",
        "products (company_id, external_id, import_source)",
        unique=True,
    )


def downgrade() -> None:
    drop_index("uq_products_company_id_external_id_import_source")
