-- setup
create schema app;
create table app.event (
  id bigint not null,
  tenant int not null,
  at timestamptz not null,
  kind text,
  primary key (id, at, tenant)
) partition by range (at);
create table app.event_2025 partition of app.event for values from ('2025-01-01') to ('2026-01-01');
create table app.event_2026 partition of app.event for values from ('2026-01-01') to ('2027-01-01') partition by list (tenant);
create table app.event_2026_a partition of app.event_2026 for values in (1, 2);
create table app.event_2026_rest partition of app.event_2026 default;
create table app.event_rest partition of app.event default;
create index event_kind on app.event (kind);
create table app.loose (id bigint not null, tenant int not null, at timestamptz not null, kind text);
create table app.loose_checked (like app.loose, check (at >= '2028-01-01' and at < '2029-01-01'));
alter table app.loose_checked alter column at set not null;
create table app.detail (event_id bigint, event_at timestamptz, event_tenant int, foreign key (event_id, event_at, event_tenant) references app.event);
insert into app.event select g, 1, '2026-05-01', 'k' from generate_series(1, 20) g;
insert into app.event select g, 1, '2025-05-01', 'k' from generate_series(1, 20) g;
-- statement
alter table app.event attach partition app.loose for values from ('2027-01-01') to ('2028-01-01');
-- statement
alter table app.event attach partition app.loose_checked for values from ('2028-01-01') to ('2029-01-01');
-- statement
alter table app.event detach partition app.event_2025;
-- statement
create table app.event_2027 partition of app.event for values from ('2027-01-01') to ('2028-01-01');
-- statement
create table app.event_2026_b partition of app.event_2026 for values in (3);
-- statement
create index on app.event (tenant);
-- statement
create index event_tenant on only app.event (tenant);
-- statement
alter table app.event add column source text default 'web' not null;
-- statement
alter table only app.event alter column kind set default 'x';
-- statement
alter table app.event alter column kind type varchar(100);
-- statement
alter table app.event alter column kind set not null;
-- statement
alter table app.event add constraint kind_ok check (kind <> '') not valid;
-- statement
alter table app.event_2026 add constraint kind_ok check (kind <> '');
-- statement
alter table app.event add constraint event_uq unique (at, tenant, id);
-- statement
drop table app.event_2026;
-- statement
drop table app.event cascade;
-- statement
drop index app.event_kind;
-- statement
truncate only app.event_2025;
-- statement
truncate app.event_2025;
-- statement
delete from app.event where at < '2025-06-01';
-- statement
insert into app.event values (99, 3, '2026-02-02', 'x');
-- statement
create trigger ev before insert on app.event for each row execute function suppress_redundant_updates_trigger();
-- statement
alter table app.event rename column kind to type;
-- statement
comment on table app.event is 'x';
-- statement
alter table app.event owner to current_role;
-- statement
vacuum app.event;
-- statement
analyze app.event;
-- statement
reindex table app.event_2026;
