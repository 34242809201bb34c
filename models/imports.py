"""Product imports: jobs, the images they fetch, the storage those use, reusable mappings."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint

from models.base import Table
from models.columns import (
    bigint,
    bigint_reference,
    day,
    enum,
    integer,
    json,
    now,
    organization,
    reference,
    text,
    timestamp,
    uuid_key,
)
from models.constraints import belongs_to, check, index, not_negative, tenant


class ImportJobStatus(StrEnum):
    """Whether an import still runs."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class ImportJobPhase(StrEnum):
    """What an import is doing."""

    VALIDATION = "VALIDATION"
    FIELD_MAPPING = "FIELD_MAPPING"
    IMAGE_DOWNLOAD = "IMAGE_DOWNLOAD"
    PRODUCT_CREATION = "PRODUCT_CREATION"
    FINALIZATION = "FINALIZATION"


class ProductImportJob(Table, table=True):
    """One import of products, in the background."""

    __tablename__ = "product_import_jobs"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        *belongs_to("field_mapping_profiles", "field_mapping_profile_id", "SET NULL"),
        *not_negative("total_items", "processed_items", "failed_items"),
        check("processed_within_total", "processed_items + failed_items <= total_items"),
        index("company_id", "status"),
        index("company_id", "created_at"),
        index("field_mapping_profile_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    field_mapping_profile_id: uuid.UUID | None = reference()
    import_source: str = text("Where the products come from")
    status: ImportJobStatus = enum(ImportJobStatus, default=ImportJobStatus.PENDING)
    phase: ImportJobPhase = enum(ImportJobPhase, default=ImportJobPhase.VALIDATION)
    total_items: int = integer(default=0)
    processed_items: int = integer(default=0)
    failed_items: int = integer(default=0)
    error_message: str | None = text()
    started_at: datetime | None = timestamp()
    completed_at: datetime | None = timestamp()
    created_at: datetime = now()
    updated_at: datetime = now()


class ProductImage(Table, table=True):
    """An image of a product, copied to our storage."""

    __tablename__ = "product_images"
    __table_args__ = (
        *tenant(),
        *belongs_to("products", "product_id"),
        *belongs_to("companies", "company_id"),
        *belongs_to("product_import_jobs", "import_job_id", "SET NULL"),
        *not_negative("position", "size_bytes"),
        index("product_id", "position"),
        index("company_id", "created_at"),
        index("import_job_id"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    product_id: int = bigint_reference()
    import_job_id: uuid.UUID | None = reference()
    source_url: str = text("Where the image was found")
    cdn_url: str | None = text("Where it is served from; null until copied")
    alt_text: str | None = text()
    position: int = integer("The image's place among the product's, from 0", default=0)
    size_bytes: int | None = bigint()
    created_at: datetime = now()


class StorageUsage(Table, table=True):
    """What a company stored on a day."""

    __tablename__ = "storage_usage"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("company_id", "measured_on"),
        *not_negative("file_count", "total_bytes"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    measured_on: date = day()
    file_count: int = integer(default=0)
    total_bytes: int = bigint(default=0)
    created_at: datetime = now()


class FieldMappingProfile(Table, table=True):
    """How a source's fields become ours, kept for the next import."""

    __tablename__ = "field_mapping_profiles"
    __table_args__ = (
        *tenant(),
        *belongs_to("companies", "company_id"),
        UniqueConstraint("company_id", "name"),
        index("company_id", "import_source"),
    )

    id: uuid.UUID = uuid_key()
    organization_id: uuid.UUID = organization()
    company_id: uuid.UUID = reference()
    name: str = text()
    import_source: str = text("The source that the mapping is for")
    mappings: dict[str, object] = json("Our field by the source's field", default="{}")
    created_at: datetime = now()
    updated_at: datetime = now()
