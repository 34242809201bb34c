"""Several storefronts per company: sites, and the site of a landing page or a funnel."""

from migrations.sql import run

revision = "20241224000000_add_sites_model"
down_revision = "00000000000000_init_baseline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create table sites (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          name text not null,
          slug text not null,
          description text,
          domain text,
          subdomain text,
          logo_url text,
          favicon_url text,
          primary_color text,
          secondary_color text,
          font_family text,
          theme jsonb not null default '{}',
          meta_title text,
          meta_description text,
          social_image_url text,
          analytics_id text,
          facebook_pixel_id text,
          currency text not null default 'USD',
          language text not null default 'en',
          time_zone text not null default 'UTC',
          support_email text,
          is_default boolean not null default false,
          is_active boolean not null default true,
          published_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_sites primary key (id),
          constraint ck_sites_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
          constraint fk_sites_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_sites_company_id_slug unique (company_id, slug),
          constraint uq_sites_domain unique (domain)
        );
        create index ix_sites_company_id_is_active on sites (company_id, is_active);

        alter table landing_pages add column site_id uuid
          constraint fk_landing_pages_site_id references sites (id) on delete set null;
        alter table funnels add column site_id uuid
          constraint fk_funnels_site_id references sites (id) on delete set null;
    """)


def downgrade() -> None:
    run("""
        alter table funnels drop column site_id;
        alter table landing_pages drop column site_id;
        drop table sites;
    """)
