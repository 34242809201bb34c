"""Rows of product imports: mappings, jobs, the images they fetched, and the storage those use."""

from collections.abc import Iterator

from api.demo.cells import Row, date, instant, json_cell
from api.demo.draws import spread, stream
from api.demo.orders import product_name
from api.demo.rows import Rows
from api.demo.sales import product_id
from api.demo.season import DAY, DAYS, HOUR, MINUTE, NOW, START
from api.demo.tenants import Company, Tenant

_PROFILE = stream("field_mapping_profiles")
_JOB = stream("product_import_jobs")
_IMAGE = stream("product_images")
_STORAGE = stream("storage_usage")

_SOURCES = {
    "shopify": {"title": "product_name", "body_html": "description", "sku": "external_sku"},
    "csv": {"Name": "product_name", "Text": "description", "Article": "external_sku"},
}
_JOBS = (
    ("COMPLETED", "FINALIZATION"), ("COMPLETED", "FINALIZATION"), ("FAILED", "IMAGE_DOWNLOAD"),
    ("COMPLETED", "FINALIZATION"), ("CANCELLED", "FIELD_MAPPING"), ("PROCESSING", "IMAGE_DOWNLOAD"),
    ("PENDING", "VALIDATION"),
)  # fmt: skip
_ITEMS = 24
_IMAGES_PER_PRODUCT = 3
_SIZES = spread((0, 40_000), (70, 350_000), (100, 2_400_000))


def tables(tenant: Tenant) -> Iterator[Rows]:
    """Yield the rows of this domain, table by table."""
    yield Rows(
        "field_mapping_profiles",
        "id company_id name import_source mappings created_at updated_at",
        _profiles(tenant),
    )
    yield Rows(
        "product_import_jobs",
        "id company_id field_mapping_profile_id import_source status phase total_items"
        " processed_items failed_items error_message started_at completed_at created_at updated_at",
        _jobs(tenant),
    )
    yield Rows(
        "product_images",
        "id company_id product_id import_job_id source_url cdn_url alt_text position size_bytes"
        " created_at",
        _images(tenant),
    )
    yield Rows(
        "storage_usage", "id company_id measured_on file_count total_bytes created_at",
        _storage(tenant),
    )  # fmt: skip


def _profiles(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for place, (source, mapping) in enumerate(_SOURCES.items()):
            made = instant(tenant.midnight(-210 + place))
            yield (
                _profile_key(tenant, company, place), company.id, f"{source} export", source,
                json_cell(mapping), made, made,
            )  # fmt: skip


def _profile_key(tenant: Tenant, company: Company, place: int) -> str:
    return tenant.key(_PROFILE, company.number * len(_SOURCES) + place)


def _job_key(tenant: Tenant, company: Company, place: int) -> str:
    return tenant.key(_JOB, company.number * len(_JOBS) + place)


def _jobs(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        for place, (status, phase) in enumerate(_JOBS):
            yield _job(tenant, company, place, status, phase)


def _job(tenant: Tenant, company: Company, place: int, status: str, phase: str) -> Row:
    asked = NOW - (len(_JOBS) - 1 - place) * 20 * DAY - 5 * MINUTE
    is_over = status in {"COMPLETED", "FAILED", "CANCELLED"}
    ended = instant(asked + 4 * MINUTE) if is_over else None
    done = {"COMPLETED": _ITEMS - place, "PENDING": 0}.get(status, _ITEMS // 3)
    failed = place if status == "COMPLETED" else 0
    return (
        _job_key(tenant, company, place), company.id,
        _profile_key(tenant, company, place % len(_SOURCES)),
        tuple(_SOURCES)[place % len(_SOURCES)], status, phase, _ITEMS, done, failed,
        "the image host did not answer for a minute" if status == "FAILED" else None,
        None if status == "PENDING" else instant(asked + 2), ended, instant(asked),
        ended or instant(asked),
    )  # fmt: skip


def _image_size(tenant: Tenant, image: int) -> int:
    return tenant.draw(_IMAGE, image)(_SIZES)


def _images(tenant: Tenant) -> Iterator[Row]:
    for number in range(tenant.volume.products):
        company = tenant.companies[number % len(tenant.companies)]
        is_imported = number // len(tenant.companies) % 2 == 0
        name = product_name(tenant, number)
        for position in range(_IMAGES_PER_PRODUCT):
            image = number * _IMAGES_PER_PRODUCT + position
            yield (
                tenant.key(_IMAGE, image), company.id, product_id(tenant, number),
                _job_key(tenant, company, 0) if is_imported else None,
                f"https://pictures.example/{company.slug}/{image}.jpg",
                f"https://cdn.example/{tenant.slug}/{image}.webp", f"{name}, view {position + 1}",
                position, _image_size(tenant, image), instant(_stored(tenant, number)),
            )  # fmt: skip


def _stored(tenant: Tenant, product: int) -> int:
    """Return when a product's images were stored: in the first half of the period."""
    return tenant.midnight(product * (DAYS // 2) // tenant.volume.products) + 9 * HOUR


def _storage(tenant: Tenant) -> Iterator[Row]:
    for company in tenant.companies:
        files = total = 0
        product = company.number
        for day in range(DAYS):
            measured = tenant.midnight(day + 1)
            while product < tenant.volume.products and _stored(tenant, product) < measured:
                first = product * _IMAGES_PER_PRODUCT
                files += _IMAGES_PER_PRODUCT
                total += sum(
                    _image_size(tenant, image)
                    for image in range(first, first + _IMAGES_PER_PRODUCT)
                )
                product += len(tenant.companies)
            yield (
                tenant.key(_STORAGE, company.number * DAYS + day), company.id,
                date(START + day * DAY), files, total, instant(measured),
            )  # fmt: skip
