"""Product imports, the images they fetch and what those use, as types of the API."""

import models
from api.graphql.declarations import (
    Totals,
    column,
    describe,
    expression,
    lookup,
    to_many,
    to_one,
)
from api.graphql.entity import entity
from api.graphql.kinds import Kind

ImportJobStatus = describe(
    models.imports.ImportJobStatus,
    PENDING="Has not begun.",
    PROCESSING="Runs.",
    COMPLETED="Is done.",
    FAILED="Stopped, since something went wrong.",
    CANCELLED="Was stopped by somebody.",
)

ImportJobPhase = describe(
    models.imports.ImportJobPhase,
    VALIDATION="Checks what was uploaded.",
    FIELD_MAPPING="Finds out which field is which.",
    IMAGE_DOWNLOAD="Copies the images.",
    PRODUCT_CREATION="Writes the products.",
    FINALIZATION="Tidies up.",
)


@entity(
    models.imports.ProductImportJob,
    order_by=("-created_at",),
    totals=Totals(sums=("total_items", "processed_items", "failed_items")),
)
class ProductImportJob:
    """One import of products, in the background."""

    status = column("Whether the import still runs")
    phase = column("What the import is doing, or did last")
    total_items = column("How many products there are to import")
    processed_items = column("How many were imported")
    failed_items = column("How many could not be imported")
    started_at = column("When it began; null until then")
    completed_at = column("When it was done; null until then")

    company = to_one(models.imports.ProductImportJob.company_id, "Whose products they are")
    field_mapping_profile = to_one(
        models.imports.ProductImportJob.field_mapping_profile_id, "How it reads the source's fields"
    )
    progress_percent = expression(
        Kind.DECIMAL,
        "round(100.0 * ({processed_items} + {failed_items}) / nullif({total_items}, 0), 2)",
        "How much of it is done, in percent; null until it is known how much there is",
    )
    images = to_many(models.imports.ProductImage.import_job_id, "The images that it copied.")


@entity(
    models.imports.ProductImage,
    order_by=("-created_at",),
    totals=Totals(sums=("size_bytes",), averages=("size_bytes",)),
)
class ProductImage:
    """An image of a product, copied to our storage."""

    alt_text = column("What it shows, for those who cannot see it")
    size_bytes = column("Its size in bytes; null until copied")

    company = to_one(models.imports.ProductImage.company_id, "Whose image it is")
    product = to_one(models.imports.ProductImage.product_id, "What it shows")
    import_job = to_one(models.imports.ProductImage.import_job_id, "The import that copied it")


@entity(models.imports.StorageUsage, order_by=("-measured_on",))
class StorageUsageDay:
    """What a company stored on a day."""

    measured_on = column("The day")
    file_count = column("How many files")
    total_bytes = column("Their size in bytes")

    company = to_one(models.imports.StorageUsage.company_id, "Whose files they are")


@entity(models.imports.FieldMappingProfile, order_by=("name",))
class FieldMappingProfile:
    """How a source's fields become ours, kept for the next import."""

    company = to_one(models.imports.FieldMappingProfile.company_id, "Whose mapping it is")
    import_jobs = to_many(
        models.imports.ProductImportJob.field_mapping_profile_id,
        "The imports that used it, newest first.",
        order_by=("-created_at",),
    )
    by_name = lookup(
        "name",
        latest="created_at",
        description="The mapping of a name; the newest where several companies have one.",
    )
