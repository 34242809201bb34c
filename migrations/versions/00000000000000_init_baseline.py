"""The tables as they were before November 2025, as the separate applications left them.

"Lead" and "Order" carry their old names; nothing here knows of tenants yet, save the e-mail tables.
"""

from migrations.sql import run

revision = "00000000000000_init_baseline"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type cart_status as enum ('ACTIVE', 'CONVERTED', 'ABANDONED', 'EXPIRED');
        create type funnel_session_status as enum ('ACTIVE', 'COMPLETED', 'ABANDONED');
        create type cross_site_session_status as enum ('ACTIVE', 'USED', 'EXPIRED');
        create type ad_platform as enum ('META', 'GOOGLE');
        create type ad_level as enum ('CAMPAIGN', 'AD_SET', 'AD');
        create table organizations (
          id uuid not null default gen_random_uuid(),
          name text not null,
          slug text not null,
          time_zone text not null default 'UTC',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_organizations primary key (id),
          constraint uq_organizations_slug unique (slug)
        );
        create table companies (
          id uuid not null default gen_random_uuid(),
          name text not null,
          slug text not null,
          currency text not null default 'USD',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_companies primary key (id),
          constraint uq_companies_slug unique (slug)
        );
        create table members (
          id uuid not null default gen_random_uuid(),
          organization_id uuid not null,
          email text not null,
          full_name text,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_members primary key (id),
          constraint fk_members_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create unique index uq_members_organization_id_email on members (organization_id, email);
        create table "Lead" (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          email text not null,
          phone text,
          full_name text,
          first_name text,
          last_name text,
          calendar_status text,
          obvio_link text,
          clickfunnels_id bigint,
          keap_id bigint,
          manychat_id bigint,
          constraint pk_contacts primary key (id),
          constraint uq_contacts_email unique (email)
        );
        create table "Order" (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          contact_id bigint,
          clickfunnels_order_id bigint,
          clickfunnels_order_number text,
          order_total numeric(12, 2),
          purchase_date date,
          billing_status text,
          order_source text,
          funnel_name text,
          funnel_id bigint,
          funnel_public_id text,
          page text,
          page_id bigint,
          page_public_id text,
          billing_address_line1 text,
          billing_address_line2 text,
          billing_address_city text,
          billing_address_state text,
          billing_address_postal_code text,
          billing_address_country text,
          shipping_address_line1 text,
          shipping_address_line2 text,
          shipping_address_city text,
          shipping_address_state text,
          shipping_address_postal_code text,
          shipping_address_country text,
          constraint pk_orders primary key (id),
          constraint fk_orders_contact_id
            foreign key (contact_id) references "Lead" (id) on delete set null,
          constraint uq_orders_clickfunnels_order_id unique (clickfunnels_order_id)
        );
        create index ix_orders_contact_id on "Order" (contact_id);
        create table high_ticket_sales (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          lead_id bigint,
          product_name text,
          amount numeric(12, 2) not null,
          sold_on date not null,
          status text,
          constraint pk_high_ticket_sales primary key (id),
          constraint fk_high_ticket_sales_lead_id
            foreign key (lead_id) references "Lead" (id) on delete set null
        );
        create index ix_high_ticket_sales_lead_id on high_ticket_sales (lead_id);

        create table daily_attendance (
          id bigint generated always as identity,
          lead_id bigint not null,
          day integer not null,
          attended_at timestamptz not null default now(),
          constraint pk_daily_attendance primary key (id),
          constraint fk_daily_attendance_lead_id
            foreign key (lead_id) references "Lead" (id) on delete cascade
        );
        create index ix_daily_attendance_lead_id on daily_attendance (lead_id);

        create table ad_performance (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          date date not null,
          platform ad_platform not null,
          level ad_level not null,
          campaign_id text not null,
          campaign_name text,
          ad_set_id text,
          ad_set_name text,
          ad_id text,
          ad_name text,
          impressions bigint not null default 0,
          clicks bigint not null default 0,
          spend numeric(12, 2) not null default 0,
          conversions bigint not null default 0,
          conversion_value numeric(12, 2) not null default 0,
          constraint pk_ad_performance primary key (id)
        );
        create table daily_kpis (
          id bigint generated always as identity,
          created_at timestamptz not null default now(),
          date date not null,
          leads integer not null default 0,
          orders integer not null default 0,
          revenue numeric(12, 2) not null default 0,
          ad_spend numeric(12, 2) not null default 0,
          attendance integer not null default 0,
          constraint pk_daily_kpis primary key (id),
          constraint uq_daily_kpis_date unique (date)
        );
        create table merchants (
          id text not null,
          name text,
          email text,
          created_at timestamptz not null default now(),
          constraint pk_merchants primary key (id)
        );
        create table usage_logs (
          id bigint generated always as identity,
          merchant_id text not null,
          metric_type text not null,
          amount integer not null default 1,
          created_at timestamptz not null default now(),
          reported_at timestamptz,
          constraint pk_usage_logs primary key (id),
          constraint fk_usage_logs_merchant_id
            foreign key (merchant_id) references merchants (id) on delete cascade
        );
        create index idx_usage_merchant_metric on usage_logs (merchant_id, metric_type);
        create index idx_usage_reported on usage_logs (reported_at);
        create table daily_metrics (
          merchant_id text not null,
          metric_date date not null default current_date,
          recovered_cents bigint not null default 0,
          emails_sent integer not null default 0,
          constraint pk_daily_metrics primary key (merchant_id, metric_date),
          constraint fk_daily_metrics_merchant_id
            foreign key (merchant_id) references merchants (id) on delete cascade
        );
        create table landing_pages (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          name text not null,
          slug text not null,
          content jsonb not null default '{}',
          is_published boolean not null default false,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_landing_pages primary key (id),
          constraint fk_landing_pages_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_landing_pages_company_id_slug unique (company_id, slug)
        );
        create table funnels (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          name text not null,
          slug text not null,
          is_active boolean not null default true,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_funnels primary key (id),
          constraint fk_funnels_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_funnels_company_id_slug unique (company_id, slug)
        );
        create table cs_sessions (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          channel text not null,
          customer_email text,
          started_at timestamptz not null default now(),
          ended_at timestamptz,
          created_at timestamptz not null default now(),
          constraint pk_cs_sessions primary key (id),
          constraint fk_cs_sessions_company_id
            foreign key (company_id) references companies (id) on delete cascade
        );
        create index ix_cs_sessions_company_id_started_at on cs_sessions (company_id, started_at);
        create table funnel_sessions (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          funnel_id uuid not null,
          session_token text not null,
          visitor_id text,
          status funnel_session_status not null default 'ACTIVE',
          current_step text,
          checkout_behavior jsonb not null default '{}',
          started_at timestamptz not null default now(),
          last_activity_at timestamptz not null default now(),
          completed_at timestamptz,
          abandoned_at timestamptz,
          constraint pk_funnel_sessions primary key (id),
          constraint fk_funnel_sessions_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_funnel_sessions_funnel_id
            foreign key (funnel_id) references funnels (id) on delete cascade,
          constraint uq_funnel_sessions_session_token unique (session_token)
        );
        create index ix_funnel_sessions_company_id_started_at
          on funnel_sessions (company_id, started_at);
        create table leads (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          funnel_session_id uuid,
          contact_id bigint,
          email text,
          phone text,
          full_name text,
          captured_fields jsonb not null default '{}',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_leads primary key (id),
          constraint fk_leads_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_leads_contact_id
            foreign key (contact_id) references "Lead" (id) on delete set null,
          constraint fk_leads_funnel_session_id
            foreign key (funnel_session_id) references funnel_sessions (id) on delete set null
        );
        create index ix_leads_company_id_created_at on leads (company_id, created_at);
        create index ix_leads_contact_id on leads (contact_id);
        create index ix_leads_funnel_session_id on leads (funnel_session_id);
        create table carts (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          funnel_session_id uuid,
          order_id bigint,
          visitor_id text,
          email text,
          items jsonb not null default '[]',
          total_amount numeric(12, 2) not null default 0,
          currency text not null default 'USD',
          status cart_status not null default 'ACTIVE',
          abandoned_at timestamptz,
          recovery_email_sent boolean not null default false,
          recovery_email_sent_at timestamptz,
          recovered_at timestamptz,
          expires_at timestamptz,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_carts primary key (id),
          constraint fk_carts_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_carts_funnel_session_id
            foreign key (funnel_session_id) references funnel_sessions (id) on delete set null,
          constraint fk_carts_order_id
            foreign key (order_id) references "Order" (id) on delete set null
        );
        create index ix_carts_company_id_created_at on carts (company_id, created_at);
        create index ix_carts_funnel_session_id on carts (funnel_session_id);
        create index ix_carts_order_id on carts (order_id);
        create table cross_site_sessions (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          session_token text not null,
          visitor_id text,
          source_url text,
          target_url text,
          status cross_site_session_status not null default 'ACTIVE',
          expires_at timestamptz not null,
          created_at timestamptz not null default now(),
          constraint pk_cross_site_sessions primary key (id),
          constraint fk_cross_site_sessions_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_cross_site_sessions_session_token unique (session_token)
        );
        create index ix_cross_site_sessions_company_id_created_at
          on cross_site_sessions (company_id, created_at);
        create table voice_calls (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          cs_session_id uuid,
          phone_number text,
          duration_seconds integer,
          started_at timestamptz not null default now(),
          created_at timestamptz not null default now(),
          constraint pk_voice_calls primary key (id),
          constraint fk_voice_calls_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_voice_calls_cs_session_id
            foreign key (cs_session_id) references cs_sessions (id) on delete set null
        );
        create index ix_voice_calls_company_id_started_at on voice_calls (company_id, started_at);
        create index ix_voice_calls_cs_session_id on voice_calls (cs_session_id);
        create table campaigns (
          id uuid not null default gen_random_uuid(),
          organization_id uuid not null,
          name text not null,
          subject text,
          status text not null default 'draft',
          scheduled_at timestamptz,
          stats jsonb not null default '{}',
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_campaigns primary key (id),
          constraint ck_campaigns_status_known
            check (status in ('draft', 'scheduled', 'sending', 'sent', 'cancelled')),
          constraint fk_campaigns_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create index ix_campaigns_organization_id_created_at
          on campaigns (organization_id, created_at);
        create table events (
          id uuid not null default gen_random_uuid(),
          organization_id uuid not null,
          name text not null,
          description text,
          venue text,
          starts_at timestamptz not null,
          ends_at timestamptz,
          capacity integer,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_events primary key (id),
          constraint fk_events_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create index ix_events_organization_id_starts_at on events (organization_id, starts_at);
        create table payments (
          id uuid not null default gen_random_uuid(),
          organization_id uuid not null,
          member_id uuid,
          amount numeric(12, 2) not null,
          currency text not null default 'USD',
          status text not null default 'pending',
          provider_payment_id text,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_payments primary key (id),
          constraint ck_payments_status_known
            check (status in ('pending', 'succeeded', 'failed', 'refunded')),
          constraint fk_payments_member_id
            foreign key (member_id) references members (id) on delete set null,
          constraint fk_payments_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create index ix_payments_member_id on payments (member_id);
        create index ix_payments_organization_id_created_at
          on payments (organization_id, created_at);
        create unique index uq_payments_organization_id_provider_payment_id
          on payments (organization_id, provider_payment_id);
    """)


def downgrade() -> None:
    run("""
        drop table payments;
        drop table events;
        drop table campaigns;
        drop table voice_calls;
        drop table cross_site_sessions;
        drop table carts;
        drop table leads;
        drop table funnel_sessions;
        drop table cs_sessions;
        drop table funnels;
        drop table landing_pages;
        drop table daily_metrics;
        drop table usage_logs;
        drop table merchants;
        drop table daily_kpis;
        drop table ad_performance;
        drop table daily_attendance;
        drop table high_ticket_sales;
        drop table "Order";
        drop table "Lead";
        drop table members;
        drop table companies;
        drop table organizations;
        drop type ad_level;
        drop type ad_platform;
        drop type cross_site_session_status;
        drop type funnel_session_status;
        drop type cart_status;
    """)
