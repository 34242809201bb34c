"""The affiliate program: partners, links, clicks, conversions, payouts and what goes with them."""

from migrations.sql import run

revision = "20260131200000_add_affiliate_program"
down_revision = "20260131161000_index_variants_and_discounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type partnership_type
          as enum ('AFFILIATE', 'AMBASSADOR', 'INFLUENCER', 'RESELLER', 'REFERRAL');
        create type affiliate_status
          as enum ('PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'INACTIVE', 'REJECTED', 'TERMINATED');
        create type affiliate_tier as enum ('BRONZE', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND');
        create type affiliate_payout_status
          as enum ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'ON_HOLD');
        create type affiliate_payout_method
          as enum ('PAYPAL', 'BANK_TRANSFER', 'CHECK', 'CRYPTO', 'STORE_CREDIT');
        create type click_status as enum ('VALID', 'DUPLICATE', 'SUSPICIOUS', 'FRAUD', 'BOT');
        create type conversion_status
          as enum ('PENDING', 'APPROVED', 'REJECTED', 'REVERSED', 'DISPUTED');
        create table affiliate_partners (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          affiliate_code text not null,
          name text not null,
          email text not null,
          website text,
          country text,
          partnership_type partnership_type not null default 'AFFILIATE',
          status affiliate_status not null default 'PENDING_APPROVAL',
          tier affiliate_tier not null default 'BRONZE',
          commission_percent numeric(5, 2) not null default 10,
          cookie_duration_days integer not null default 30,
          payout_method affiliate_payout_method,
          payout_details jsonb,
          approved_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_partners primary key (id),
          constraint ck_affiliate_partners_commission_is_a_percentage
            check (commission_percent between 0 and 100),
          constraint ck_affiliate_partners_cookie_lives check (cookie_duration_days > 0),
          constraint fk_affiliate_partners_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_affiliate_partners_company_id_email unique (company_id, email),
          constraint uq_affiliate_partners_affiliate_code unique (affiliate_code)
        );
        create index ix_affiliate_partners_company_id_status
          on affiliate_partners (company_id, status);
        create table affiliate_links (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          partner_id uuid not null,
          link_code text not null,
          name text,
          destination_url text not null,
          campaign text,
          sub_id1 text,
          sub_id2 text,
          sub_id3 text,
          sub_id4 text,
          sub_id5 text,
          is_active boolean not null default true,
          expires_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_links primary key (id),
          constraint fk_affiliate_links_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_affiliate_links_partner_id
            foreign key (partner_id) references affiliate_partners (id) on delete cascade,
          constraint uq_affiliate_links_link_code unique (link_code)
        );
        create index ix_affiliate_links_company_id_is_active
          on affiliate_links (company_id, is_active);
        create index ix_affiliate_links_expires_at on affiliate_links (expires_at)
          where expires_at is not null;
        create index ix_affiliate_links_partner_id_created_at
          on affiliate_links (partner_id, created_at);
        create table affiliate_clicks (
          id bigint generated always as identity,
          company_id uuid not null,
          partner_id uuid not null,
          link_id uuid not null,
          clicked_at timestamptz not null default now(),
          status click_status not null default 'VALID',
          visitor_id text,
          ip_address_hash text,
          user_agent text,
          referrer text,
          landing_url text,
          country text,
          region text,
          city text,
          device_type text,
          browser text,
          os text,
          sub_id1 text,
          sub_id2 text,
          sub_id3 text,
          sub_id4 text,
          sub_id5 text,
          fraud_score smallint not null default 0,
          fraud_reasons text[] not null default '{}',
          constraint pk_affiliate_clicks primary key (id),
          constraint ck_affiliate_clicks_fraud_score_is_a_percentage
            check (fraud_score between 0 and 100),
          constraint fk_affiliate_clicks_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_affiliate_clicks_link_id
            foreign key (link_id) references affiliate_links (id) on delete cascade,
          constraint fk_affiliate_clicks_partner_id
            foreign key (partner_id) references affiliate_partners (id) on delete cascade
        );
        create index ix_affiliate_clicks_company_id_clicked_at
          on affiliate_clicks (company_id, clicked_at);
        create index ix_affiliate_clicks_company_id_visitor_id
          on affiliate_clicks (company_id, visitor_id);
        create index ix_affiliate_clicks_link_id_clicked_at
          on affiliate_clicks (link_id, clicked_at);
        create index ix_affiliate_clicks_partner_id_clicked_at
          on affiliate_clicks (partner_id, clicked_at);
        create index ix_affiliate_clicks_partner_id_status
          on affiliate_clicks (partner_id, status);
        create table affiliate_payouts (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          partner_id uuid not null,
          amount numeric(12, 2) not null,
          currency text not null default 'USD',
          status affiliate_payout_status not null default 'PENDING',
          method affiliate_payout_method not null,
          period_start date not null,
          period_end date not null,
          invoice_number text,
          invoice_url text,
          transaction_id text,
          failure_reason text,
          processed_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_payouts primary key (id),
          constraint ck_affiliate_payouts_amount_positive check (amount > 0),
          constraint ck_affiliate_payouts_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
          constraint ck_affiliate_payouts_period_ends_after_start
            check (period_end > period_start),
          constraint fk_affiliate_payouts_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_affiliate_payouts_partner_id
            foreign key (partner_id) references affiliate_partners (id),
          constraint uq_affiliate_payouts_invoice_number unique (invoice_number)
        );
        create index ix_affiliate_payouts_company_id_status
          on affiliate_payouts (company_id, status);
        create index ix_affiliate_payouts_partner_id_created_at
          on affiliate_payouts (partner_id, created_at);
        create table affiliate_conversions (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          partner_id uuid not null,
          link_id uuid,
          click_id bigint,
          contact_id bigint,
          order_id bigint,
          payout_id uuid,
          status conversion_status not null default 'PENDING',
          order_amount numeric(12, 2) not null default 0,
          commission_percent numeric(5, 2) not null,
          commission_amount numeric(12, 2) not null,
          currency text not null default 'USD',
          converted_at timestamptz not null default now(),
          approved_at timestamptz,
          rejected_at timestamptz,
          rejection_reason text,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_conversions primary key (id),
          constraint ck_affiliate_conversions_commission_amount_not_negative
            check (commission_amount >= 0),
          constraint ck_affiliate_conversions_commission_is_a_percentage
            check (commission_percent between 0 and 100),
          constraint ck_affiliate_conversions_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
          constraint ck_affiliate_conversions_order_amount_not_negative check (order_amount >= 0),
          constraint fk_affiliate_conversions_click_id
            foreign key (click_id) references affiliate_clicks (id) on delete set null,
          constraint fk_affiliate_conversions_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_affiliate_conversions_contact_id
            foreign key (contact_id) references contacts (id) on delete set null,
          constraint fk_affiliate_conversions_link_id
            foreign key (link_id) references affiliate_links (id) on delete set null,
          constraint fk_affiliate_conversions_order_id
            foreign key (order_id) references orders (id) on delete set null,
          constraint fk_affiliate_conversions_partner_id
            foreign key (partner_id) references affiliate_partners (id) on delete cascade,
          constraint fk_affiliate_conversions_payout_id
            foreign key (payout_id) references affiliate_payouts (id) on delete set null,
          constraint uq_affiliate_conversions_partner_id_order_id unique (partner_id, order_id)
        );
        create index ix_affiliate_conversions_click_id on affiliate_conversions (click_id);
        create index ix_affiliate_conversions_company_id_converted_at
          on affiliate_conversions (company_id, converted_at);
        create index ix_affiliate_conversions_contact_id on affiliate_conversions (contact_id);
        create index ix_affiliate_conversions_link_id on affiliate_conversions (link_id);
        create index ix_affiliate_conversions_order_id on affiliate_conversions (order_id);
        create index ix_affiliate_conversions_partner_id_converted_at
          on affiliate_conversions (partner_id, converted_at);
        create index ix_affiliate_conversions_partner_id_status
          on affiliate_conversions (partner_id, status);
        create index ix_affiliate_conversions_payout_id on affiliate_conversions (payout_id);
        create table affiliate_creatives (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          name text not null,
          kind text not null,
          asset_url text,
          body text,
          width integer,
          height integer,
          is_active boolean not null default true,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_creatives primary key (id),
          constraint ck_affiliate_creatives_height_positive check (height > 0),
          constraint ck_affiliate_creatives_width_positive check (width > 0),
          constraint fk_affiliate_creatives_company_id
            foreign key (company_id) references companies (id) on delete cascade
        );
        create index ix_affiliate_creatives_company_id_is_active
          on affiliate_creatives (company_id, is_active);
        create table affiliate_program_configs (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          is_enabled boolean not null default true,
          auto_approve boolean not null default false,
          default_commission_percent numeric(5, 2) not null default 10,
          cookie_duration_days integer not null default 30,
          minimum_payout_amount numeric(12, 2) not null default 50,
          currency text not null default 'USD',
          terms_url text,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_program_configs primary key (id),
          constraint ck_affiliate_program_configs_commission_is_a_percentage
            check (default_commission_percent between 0 and 100),
          constraint ck_affiliate_program_configs_cookie_lives check (cookie_duration_days > 0),
          constraint ck_affiliate_program_configs_currency_is_iso_4217
            check (currency ~ '^[A-Z]{3}$'),
          constraint ck_affiliate_program_configs_minimum_payout_amount_not_negative
            check (minimum_payout_amount >= 0),
          constraint fk_affiliate_program_configs_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_affiliate_program_configs_company_id unique (company_id)
        );
        create table affiliate_applications (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          partner_id uuid,
          name text not null,
          email text not null,
          website text,
          message text,
          partnership_type partnership_type not null default 'AFFILIATE',
          status affiliate_status not null default 'PENDING_APPROVAL',
          reviewed_by uuid,
          reviewed_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_affiliate_applications primary key (id),
          constraint fk_affiliate_applications_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_affiliate_applications_partner_id
            foreign key (partner_id) references affiliate_partners (id) on delete set null,
          constraint fk_affiliate_applications_reviewed_by
            foreign key (reviewed_by) references members (id) on delete set null
        );
        create index ix_affiliate_applications_company_id_status_created_at
          on affiliate_applications (company_id, status, created_at);
        create index ix_affiliate_applications_partner_id on affiliate_applications (partner_id);
        create index ix_affiliate_applications_reviewed_by on affiliate_applications (reviewed_by);
    """)


def downgrade() -> None:
    run("""
        drop table affiliate_applications;
        drop table affiliate_program_configs;
        drop table affiliate_creatives;
        drop table affiliate_conversions;
        drop table affiliate_payouts;
        drop table affiliate_clicks;
        drop table affiliate_links;
        drop table affiliate_partners;
        drop type conversion_status;
        drop type click_status;
        drop type affiliate_payout_method;
        drop type affiliate_payout_status;
        drop type affiliate_tier;
        drop type affiliate_status;
        drop type partnership_type;
    """)
