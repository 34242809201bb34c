"""Product imports: jobs, images, storage use, field mappings; products know where they came from."""

from migrations.sql import run

revision = "20251227_add_product_import_system"
down_revision = "20251201000000_create_blasts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type import_job_status
          as enum ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED');
        create type import_job_phase
          as enum ('VALIDATION', 'FIELD_MAPPING', 'IMAGE_DOWNLOAD', 'PRODUCT_CREATION', 'FINALIZATION');
        create table field_mapping_profiles (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          name text not null,
          import_source text not null,
          mappings jsonb not null default '{}',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_field_mapping_profiles primary key (id),
          constraint fk_field_mapping_profiles_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_field_mapping_profiles_company_id_name unique (company_id, name)
        );
        create index ix_field_mapping_profiles_company_id_import_source
          on field_mapping_profiles (company_id, import_source);
        create table product_import_jobs (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          field_mapping_profile_id uuid,
          import_source text not null,
          status import_job_status not null default 'PENDING',
          phase import_job_phase not null default 'VALIDATION',
          total_items integer not null default 0,
          processed_items integer not null default 0,
          failed_items integer not null default 0,
          error_message text,
          started_at timestamptz,
          completed_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_product_import_jobs primary key (id),
          constraint ck_product_import_jobs_failed_items_not_negative check (failed_items >= 0),
          constraint ck_product_import_jobs_processed_items_not_negative
            check (processed_items >= 0),
          constraint ck_product_import_jobs_processed_within_total
            check (processed_items + failed_items <= total_items),
          constraint ck_product_import_jobs_total_items_not_negative check (total_items >= 0),
          constraint fk_product_import_jobs_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_product_import_jobs_field_mapping_profile_id
            foreign key (field_mapping_profile_id)
              references field_mapping_profiles (id) on delete set null
        );
        create index ix_product_import_jobs_company_id_created_at
          on product_import_jobs (company_id, created_at);
        create index ix_product_import_jobs_company_id_status
          on product_import_jobs (company_id, status);
        create index ix_product_import_jobs_field_mapping_profile_id
          on product_import_jobs (field_mapping_profile_id);
        create table product_images (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          product_id bigint not null,
          import_job_id uuid,
          source_url text not null,
          cdn_url text,
          alt_text text,
          position integer not null default 0,
          size_bytes bigint,
          created_at timestamptz not null default now(),
          constraint pk_product_images primary key (id),
          constraint ck_product_images_position_not_negative check (position >= 0),
          constraint ck_product_images_size_bytes_not_negative check (size_bytes >= 0),
          constraint fk_product_images_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_product_images_import_job_id
            foreign key (import_job_id) references product_import_jobs (id) on delete set null,
          constraint fk_product_images_product_id
            foreign key (product_id) references products (id) on delete cascade
        );
        create index ix_product_images_company_id_created_at
          on product_images (company_id, created_at);
        create index ix_product_images_import_job_id on product_images (import_job_id);
        create index ix_product_images_product_id_position
          on product_images (product_id, position);
        create table storage_usage (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          measured_on date not null,
          file_count integer not null default 0,
          total_bytes bigint not null default 0,
          created_at timestamptz not null default now(),
          constraint pk_storage_usage primary key (id),
          constraint ck_storage_usage_file_count_not_negative check (file_count >= 0),
          constraint ck_storage_usage_total_bytes_not_negative check (total_bytes >= 0),
          constraint fk_storage_usage_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_storage_usage_company_id_measured_on unique (company_id, measured_on)
        );

        alter table products
          add column company_id uuid
            constraint fk_products_company_id references companies (id) on delete set null,
          add column import_source text,
          add column external_id text,
          add column external_sku text,
          add column last_synced_at timestamptz;
    """)


def downgrade() -> None:
    run("""
        alter table products
          drop column last_synced_at,
          drop column external_sku,
          drop column external_id,
          drop column import_source,
          drop column company_id;
        drop table storage_usage;
        drop table product_images;
        drop table product_import_jobs;
        drop table field_mapping_profiles;
        drop type import_job_phase;
        drop type import_job_status;
    """)
