-- setup
create schema if not exists "auth";
create schema private;
create role saas_app nologin;
create role saas_reader nologin;
create table "auth"."users" ("id" uuid not null default gen_random_uuid(), "email" text, "raw" jsonb default '{}'::jsonb, constraint users_pkey primary key (id));
create type "public"."app_role" as enum ('admin', 'member');
create table "public"."orgs" (
    "id" uuid not null default gen_random_uuid(),
    "slug" text not null,
    "plan" text not null default 'free'::text,
    "settings" jsonb,
    "created_at" timestamp with time zone not null default now()
);
alter table "public"."orgs" enable row level security;
CREATE UNIQUE INDEX orgs_pkey ON public.orgs USING btree (id);
CREATE UNIQUE INDEX orgs_slug_key ON public.orgs USING btree (slug);
alter table "public"."orgs" add constraint "orgs_pkey" PRIMARY KEY using index "orgs_pkey";
alter table "public"."orgs" add constraint "orgs_slug_key" UNIQUE using index "orgs_slug_key";
create table public.members (
  org_id uuid not null references public.orgs(id) on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role app_role not null default 'member',
  invited_by uuid references auth.users (id) on delete set null,
  primary key (org_id, user_id)
);
create table public.docs (
  id bigserial primary key,
  org_id uuid not null references orgs,
  title text not null,
  body text,
  search tsvector generated always as (to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))) stored,
  deleted boolean default false,
  version integer not null default 1,
  price double precision,
  opens time, lasts interval, during tstzrange, ip cidr, bits varbit(8), x real,
  constraint docs_version_check check (version > 0)
);
create index docs_search on docs using gin (search);
create index docs_live on docs (org_id, title) where not deleted;
create function private.is_member(org uuid) returns boolean language sql security definer set search_path = '' stable
as $$ select exists (select 1 from public.members m where m.org_id = org) $$;
create policy "members read" on public.docs as permissive for select to saas_app using (private.is_member(org_id) and deleted = false);
create or replace function public.bump() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end;
$$;
create trigger docs_bump before update on docs for each row when (old.body is distinct from new.body) execute function bump();
create view docs_public with (security_invoker = true) as select d.id, d.title, o.slug from docs d join orgs o on o.id = d.org_id;
insert into orgs (slug) select 's' || g from generate_series(1, 20) g;
insert into auth.users (email) select 'e' || g from generate_series(1, 20) g;
insert into members select o.id, u.id from orgs o, auth.users u limit 50;
insert into docs (org_id, title, opens, lasts, during, ip, bits, x) select id, 't', '10:00', '1 day', '[2020-01-01,2020-02-01)', '10.0.0.0/8', B'1', 1 from orgs;
-- statement
alter table "public"."docs" add column "summary" text collate "C" not null default ''::text;
-- statement
alter table public.docs add column id2 uuid default gen_random_uuid(), alter column body set storage main;
-- statement
alter table public.docs add column embedding float8[] not null default '{}'::float8[];
-- statement
alter table docs add column owner_name name default current_user;
-- statement
alter table docs add column rnd double precision default random();
-- statement
alter table docs add column rnd double precision;
alter table docs alter column rnd set default random();
-- statement
alter table docs add column title_len int generated always as (length(title)) stored not null;
-- statement
alter table docs alter column title type varchar(300);
-- statement
alter table docs alter column org_id type text using org_id::text;
-- statement
alter table docs alter column price type numeric(12,4);
-- statement
alter table docs alter column price type real;
-- statement
alter table docs alter column opens type time(6), alter column lasts type interval(3);
-- statement
alter table docs alter column lasts type interval(6);
-- statement
alter table docs alter column ip type inet;
-- statement
alter table docs alter column bits type varbit(32);
-- statement
alter table docs alter column bits type bit varying;
-- statement
alter table docs alter column x type float8;
-- statement
alter table docs alter column during type tstzmultirange using tstzmultirange(during);
-- statement
alter table docs alter column deleted set not null;
-- statement
alter table docs alter column version type bigint;
-- statement
alter table docs alter column id type int;
-- statement
alter table docs alter column body type varchar;
-- statement
alter table docs drop column search;
-- statement
drop index docs_search;
-- statement
create index docs_search2 on docs using gin (to_tsvector('simple', title));
-- statement
create index concurrently docs_title_spgist on docs using spgist (title);
-- statement
create index docs_multi on docs (org_id desc nulls last, lower(title) text_pattern_ops) with (fillfactor = 70);
-- statement
create index if not exists docs_live on docs (org_id);
-- statement
alter table docs drop constraint docs_version_check, add constraint docs_version_check check (version >= 0);
-- statement
alter table docs drop constraint if exists docs_versions_check;
alter table docs add constraint docs_price_check check (price > 0) not valid;
-- statement
alter table docs drop constraint docs_org_id_fkey;
-- statement
alter table docs drop constraint docs_org_id_fkey, add constraint docs_org_id_fkey foreign key (org_id) references orgs (id) on delete cascade not valid;
-- statement
alter table only public.docs add constraint docs_org2 foreign key (org_id) references public.orgs (id) on update cascade deferrable initially deferred;
-- statement
alter table members drop constraint members_pkey;
-- statement
alter table members drop constraint members_pkey, add primary key (user_id, org_id);
-- statement
alter table orgs drop constraint orgs_pkey cascade;
-- statement
alter table members add column id bigint generated always as identity;
-- statement
alter table members add column note text references orgs (slug);
-- statement
alter table members alter column invited_by drop not null;
-- statement
alter table docs alter column title drop not null, alter column version drop default;
-- statement
drop policy if exists "members read" on docs;
create policy "members read" on docs for select to public using (exists (select 1 from members m where m.org_id = docs.org_id));
-- statement
alter policy "members read" on docs using (deleted);
-- statement
alter table docs force row level security;
-- statement
alter table orgs disable row level security;
-- statement
create policy "insert own" on orgs for insert with check (slug <> '');
-- statement
revoke all on table public.docs from public;
grant select, insert, update on public.docs to saas_app;
-- statement
grant usage on schema private to saas_app;
grant execute on function private.is_member(uuid) to saas_app;
alter default privileges in schema public grant select on tables to saas_reader;
-- statement
alter table docs owner to saas_app;
-- statement
alter table docs disable trigger docs_bump;
-- statement
alter table docs disable trigger user;
-- statement
create or replace function public.bump() returns trigger language plpgsql as $$ begin return new; end; $$;
-- statement
drop function if exists public.bump();
-- statement
drop function private.is_member(uuid) cascade;
-- statement
create constraint trigger docs_ct after insert on docs deferrable initially deferred for each row execute function bump();
-- statement
alter trigger docs_bump on docs rename to docs_version_bump;
-- statement
alter view docs_public set (security_invoker = false);
-- statement
alter view docs_public alter column title set default 'x';
-- statement
alter view docs_public rename column title to name;
-- statement
create or replace view docs_public as select d.id, d.title, o.slug, o.plan from docs d join orgs o on o.id = d.org_id;
-- statement
drop view if exists docs_public;
-- statement
drop table if exists orgs;
-- statement
drop table members;
-- statement
drop table docs cascade;
-- statement
drop schema private cascade;
-- statement
drop schema auth cascade;
-- statement
alter schema auth rename to identity;
-- statement
drop type app_role;
-- statement
alter type app_role add value 'owner' before 'admin';
-- statement
alter table members alter column role type text;
-- statement
alter table members alter column role drop default;
alter table members alter column role type text using role::text;
-- statement
update members set role = 'admin' where role = 'member' and invited_by is null;
-- statement
update docs set org_id = org_id;
-- statement
insert into orgs (slug) values ('acme') on conflict (slug) do update set plan = 'pro';
-- statement
update docs d set title = o.slug from orgs o where o.id = d.org_id;
-- statement
truncate members, docs;
-- statement
truncate auth.users;
-- statement
truncate auth.users cascade;
-- statement
select pg_advisory_xact_lock(42);
create unlogged table scratch (like docs including defaults including constraints);
-- statement
create table public.comments (id bigint generated always as identity primary key, doc_id bigint references docs on delete cascade, author uuid not null references auth.users);
alter table public.comments enable row level security;
create index on public.comments (doc_id);
-- statement
savepoint a;
alter table docs add column zz int;
release savepoint a;
-- statement
set local lock_timeout = '3s';
alter table docs add column zz int;
reset lock_timeout;
-- statement
comment on policy "members read" on docs is 'x';
-- statement
comment on constraint docs_version_check on docs is 'x';
-- statement
comment on index docs_live is 'x';
-- statement
comment on function bump() is 'x';
-- statement
alter table docs alter column id set default 0;
-- statement
drop sequence docs_id_seq;
-- statement
drop sequence docs_id_seq cascade;
-- statement
alter sequence docs_id_seq restart;
-- statement
alter sequence docs_id_seq cache 10 increment by 2;
-- statement
alter table docs alter column id drop default;
drop sequence docs_id_seq;
alter table docs alter column id add generated by default as identity;
-- statement
alter index docs_live set (fillfactor = 90);
-- statement
alter index docs_search set (fastupdate = off);
-- statement
alter table docs set (toast.autovacuum_enabled = false, parallel_workers = 4);
-- statement
alter table docs set without cluster, reset (fillfactor);
-- statement
alter table docs replica identity using index docs_pkey;
-- statement
create publication p2 for tables in schema auth;
-- statement
create publication p3 for table docs (id, title) where (version > 1), orgs;
-- statement
create publication p4 for all tables with (publish = 'insert');
-- statement
create statistics s2 on org_id, version from docs;
alter statistics s2 set statistics 200;
drop statistics s2;
-- statement
alter table docs inherit orgs;
-- statement
alter table docs alter column title set (n_distinct = 5);
-- statement
alter table docs alter column body set compression pglz;
-- statement
do $$
begin
  if exists (select 1 from information_schema.columns where table_name = 'docs' and column_name = 'body') then
    alter table docs rename column body to content;
  end if;
end $$;
-- statement
do $$ begin
  alter table docs add constraint docs_title_key unique (title, id);
exception when duplicate_table or duplicate_object then
  raise notice 'already there';
end $$;
-- statement
create or replace function add_cols() returns void language plpgsql as $$
begin
  alter table docs add column if not exists a1 int default 0;
  alter table orgs add column if not exists a1 text;
end $$;
select add_cols();
drop function add_cols();
-- statement
create function count_docs() returns bigint begin atomic select count(*) from docs; end;
-- statement
create procedure tidy() language sql as $$ delete from members where invited_by is null $$;
call tidy();
