"""What customer service uses AI for: each use, its price, and the sum of a billing period."""

from migrations.sql import run

revision = "20241224100000_add_cs_ai_usage_tables"
down_revision = "20241224001000_index_sites"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("""
        create type cs_ai_usage_type
          as enum ('VOICE_CALL', 'CHAT_SESSION', 'EMAIL_SUPPORT', 'SMS_SUPPORT');
        create table cs_ai_usage (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          usage_type cs_ai_usage_type not null,
          cs_session_id uuid,
          voice_call_id uuid,
          quantity integer not null default 1,
          input_tokens integer not null default 0,
          output_tokens integer not null default 0,
          cost_cents integer not null default 0,
          created_at timestamptz not null default now(),
          constraint pk_cs_ai_usage primary key (id),
          constraint ck_cs_ai_usage_cost_cents_not_negative check (cost_cents >= 0),
          constraint ck_cs_ai_usage_input_tokens_not_negative check (input_tokens >= 0),
          constraint ck_cs_ai_usage_output_tokens_not_negative check (output_tokens >= 0),
          constraint ck_cs_ai_usage_quantity_not_negative check (quantity >= 0),
          constraint fk_cs_ai_usage_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint fk_cs_ai_usage_cs_session_id
            foreign key (cs_session_id) references cs_sessions (id) on delete set null,
          constraint fk_cs_ai_usage_voice_call_id
            foreign key (voice_call_id) references voice_calls (id) on delete set null
        );
        create index ix_cs_ai_usage_company_id_created_at on cs_ai_usage (company_id, created_at);
        create index ix_cs_ai_usage_cs_session_id on cs_ai_usage (cs_session_id);
        create index ix_cs_ai_usage_voice_call_id on cs_ai_usage (voice_call_id);
        create table cs_ai_pricing (
          id uuid not null default gen_random_uuid(),
          organization_id uuid not null,
          usage_type cs_ai_usage_type not null,
          unit_price_cents integer not null,
          included_units integer not null default 0,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_cs_ai_pricing primary key (id),
          constraint ck_cs_ai_pricing_included_units_not_negative check (included_units >= 0),
          constraint ck_cs_ai_pricing_unit_price_cents_not_negative check (unit_price_cents >= 0),
          constraint fk_cs_ai_pricing_organization_id
            foreign key (organization_id) references organizations (id) on delete cascade
        );
        create unique index uq_cs_ai_pricing_organization_id_usage_type
          on cs_ai_pricing (organization_id, usage_type);
        create table cs_ai_usage_summary (
          id uuid not null default gen_random_uuid(),
          company_id uuid not null,
          usage_type cs_ai_usage_type not null,
          period_start date not null,
          period_end date not null,
          total_units integer not null default 0,
          total_cost_cents bigint not null default 0,
          created_at timestamptz not null default now(),
          updated_at timestamptz not null default now(),
          constraint pk_cs_ai_usage_summary primary key (id),
          constraint ck_cs_ai_usage_summary_period_ends_after_start
            check (period_end > period_start),
          constraint ck_cs_ai_usage_summary_total_cost_cents_not_negative
            check (total_cost_cents >= 0),
          constraint ck_cs_ai_usage_summary_total_units_not_negative check (total_units >= 0),
          constraint fk_cs_ai_usage_summary_company_id
            foreign key (company_id) references companies (id) on delete cascade,
          constraint uq_cs_ai_usage_summary_company_id_usage_type_period_start
            unique (company_id, usage_type, period_start)
        );
    """)


def downgrade() -> None:
    run("""
        drop table cs_ai_usage_summary;
        drop table cs_ai_pricing;
        drop table cs_ai_usage;
        drop type cs_ai_usage_type;
    """)
