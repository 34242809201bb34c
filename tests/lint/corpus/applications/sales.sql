-- setup
create table region (id int primary key, name text);
create table sale (
  id bigint generated always as identity,
  region_id int not null references region,
  sold date not null,
  amount numeric(12,2) default 0,
  note text,
  constraint sale_pk primary key (id, sold)
) partition by range (sold);
create table sale_2024 partition of sale for values from ('2024-01-01') to ('2025-01-01');
create table sale_2025 partition of sale for values from ('2025-01-01') to ('2026-01-01');
create table sale_def partition of sale default;
create index sale_region on sale (region_id);
create table sale_hash (k int not null, v text) partition by hash (k);
create table sale_hash_0 partition of sale_hash for values with (modulus 2, remainder 0);
create table sale_hash_1 partition of sale_hash for values with (modulus 2, remainder 1);
create table tenant_data (tenant text not null, id int, payload jsonb) partition by list (tenant);
create table tenant_a partition of tenant_data for values in ('a');
create table tenant_b partition of tenant_data for values in ('b', null);
create table sale_2026 (id bigint not null, region_id int not null, sold date not null, amount numeric(12,2), note text);
create table sale_2026_full (like sale_2026 including all, constraint s26 check (sold >= date '2026-01-01' and sold < date '2027-01-01'), primary key (id, sold), foreign key (region_id) references region);
create index sale_2026_full_r on sale_2026_full (region_id);
create table tenant_c (tenant text not null check (tenant = 'c'), id int, payload jsonb);
create table refund (sale_id bigint, sale_on date, constraint refund_fk foreign key (sale_id, sale_on) references sale on delete cascade);
create function ptg() returns trigger language plpgsql as 'begin return new; end';
create trigger sale_ptg after insert on sale for each row execute function ptg();
insert into region values (1, 'x');
insert into sale (region_id, sold) select 1, '2024-05-05' from generate_series(1, 10);
insert into sale (region_id, sold) select 1, '2025-05-05' from generate_series(1, 10);
insert into tenant_data values ('a', 1, '{}'), ('b', 2, '{}');
insert into sale_hash select g, 'v' from generate_series(1,10) g;
insert into refund select id, sold from sale;
-- statement
alter table sale attach partition sale_2026_full for values from ('2026-01-01') to ('2027-01-01');
-- statement
alter table sale_def add constraint no_26 check (sold < '2026-01-01' or sold >= '2027-01-01');
alter table sale attach partition sale_2026_full for values from ('2026-01-01') to ('2027-01-01');
-- statement
alter table sale detach partition sale_def;
-- statement
create table sale_2027 partition of sale for values from ('2027-01-01') to ('2028-01-01');
-- statement
create table sale_2027 partition of sale (constraint pos check (amount >= 0)) for values from ('2027-01-01') to ('2028-01-01') partition by range (id);
-- statement
create table if not exists sale_2025 partition of sale for values from ('2025-01-01') to ('2026-01-01');
-- statement
create table sale_bad partition of sale for values from ('2025-06-01') to ('2026-06-01');
-- statement
alter table tenant_data attach partition tenant_c for values in ('c');
-- statement
create table tenant_def partition of tenant_data default;
-- statement
create table tenant_d partition of tenant_data for values in ('d');
-- statement
alter table tenant_data detach partition tenant_b;
-- statement
alter table tenant_data detach partition tenant_b finalize;
-- statement
drop table tenant_a;
-- statement
create index on sale_hash (v);
-- statement
create index sh_v on only sale_hash (v);
create index sh_v0 on sale_hash_0 (v);
alter index sh_v attach partition sh_v0;
-- statement
alter table sale_hash add primary key (k);
-- statement
alter table sale_hash_0 add primary key (k);
-- statement
alter table sale_hash add constraint v_u unique (v);
-- statement
alter table sale_hash alter column v type varchar(10);
-- statement
alter table sale_hash alter column k type bigint;
-- statement
alter table sale_hash_0 alter column v type varchar(10);
-- statement
alter table sale_hash_0 alter column v set not null;
-- statement
alter table sale_hash alter column v set not null;
-- statement
alter table sale_hash_0 add column w int;
-- statement
alter table sale_hash drop column v;
-- statement
alter table sale_hash rename to sh;
-- statement
truncate sale_hash;
-- statement
update sale_hash set v = 'z';
-- statement
update sale_hash set k = k + 1;
-- statement
delete from sale_hash;
-- statement
insert into sale_hash values (3, 'x');
-- statement
insert into tenant_data values ('a', 5, null);
-- statement
update tenant_data set payload = '{}' where tenant = 'a';
-- statement
delete from tenant_data where tenant in ('a', 'b');
-- statement
alter table sale add column vat numeric default 0.2 not null;
-- statement
alter table sale add column tok uuid default gen_random_uuid();
-- statement
alter table only sale add column tok uuid;
-- statement
alter table sale add column c text generated always as (upper(note)) stored;
-- statement
alter table sale drop column amount;
-- statement
alter table sale alter column amount type numeric(14,2);
-- statement
alter table sale alter column amount type bigint;
-- statement
alter table sale alter column sold type timestamp;
-- statement
alter table sale alter column note set default 'n';
-- statement
alter table sale_2024 alter column note set default 'n';
-- statement
alter table sale add constraint note_len check (length(note) < 10);
-- statement
alter table sale add constraint note_len check (length(note) < 10) not valid;
alter table sale validate constraint note_len;
-- statement
alter table only sale add constraint note_len check (length(note) < 10);
-- statement
alter table sale add constraint fk2 foreign key (region_id) references region (id);
-- statement
alter table sale add constraint fk2 foreign key (region_id) references region (id) not valid;
-- statement
alter table sale_2024 add constraint fk2 foreign key (region_id) references region (id) not valid;
-- statement
alter table sale drop constraint sale_region_id_fkey;
-- statement
alter table sale_2024 drop constraint sale_region_id_fkey;
-- statement
alter table sale drop constraint sale_pk;
-- statement
alter table sale drop constraint sale_pk cascade;
-- statement
drop index sale_region;
-- statement
drop index concurrently sale_region;
-- statement
drop index sale_2024_region_id_idx;
-- statement
reindex index sale_region;
-- statement
reindex index sale_2024_region_id_idx;
-- statement
alter index sale_region rename to sale_region_id;
-- statement
cluster sale using sale_region;
-- statement
cluster sale_2024 using sale_2024_pkey;
-- statement
vacuum sale_2024;
-- statement
vacuum full sale_hash;
-- statement
analyze sale_hash;
-- statement
drop trigger sale_ptg on sale;
-- statement
drop trigger sale_ptg on sale_2024;
-- statement
alter table sale disable trigger sale_ptg;
-- statement
alter table only sale disable trigger all;
-- statement
create trigger t2 before update on sale for each row execute function ptg();
-- statement
create trigger t3 after delete on sale for each statement execute function ptg();
-- statement
alter trigger sale_ptg on sale rename to sale_after;
-- statement
drop table region cascade;
-- statement
drop table refund;
-- statement
alter table refund drop constraint refund_fk;
-- statement
alter table refund add constraint refund_fk2 foreign key (sale_id, sale_on) references sale;
-- statement
alter table refund add constraint refund_fk2 foreign key (sale_id, sale_on) references sale not valid;
-- statement
alter table sale owner to current_user;
-- statement
alter table sale set schema public;
-- statement
alter table sale set (fillfactor = 70);
-- statement
alter table sale_2024 set (fillfactor = 70);
-- statement
alter table sale set unlogged;
-- statement
alter table sale set access method heap;
-- statement
alter table sale enable row level security;
-- statement
create policy p on sale using (region_id = 1);
-- statement
comment on column sale.note is 'x';
-- statement
alter table sale replica identity full;
-- statement
alter table sale alter column note set statistics 10;
-- statement
create statistics st on region_id, sold from sale;
-- statement
create publication pubp for table sale with (publish_via_partition_root = true);
-- statement
grant select on sale to public;
-- statement
alter table sale rename column note to remark;
-- statement
alter table sale_2024 rename column note to remark;
-- statement
alter table sale rename constraint sale_pk to sale_pkey;
-- statement
alter table sale alter column id drop identity;
-- statement
alter table sale alter column id set start with 5 restart;
-- statement
lock table sale in share mode;
-- statement
lock table only sale in share mode;
-- statement
create table sale_old (like sale including all);
-- statement
create view v_sale as select * from sale; alter table sale drop column note;
-- statement
create materialized view m_sale as select region_id, sum(amount) from sale group by 1;
-- statement
alter table sale_2024 inherit tenant_a;
-- statement
alter table tenant_a no inherit tenant_data;
-- statement
alter table sale_2025 add check (amount > 0) not valid, alter column amount set not null;
-- statement
create unique index on tenant_data (tenant, id);
-- statement
create unique index on tenant_data (id);
-- statement
create index concurrently on sale_2024 (note);
-- statement
create index concurrently on sale (note);
-- statement
do $$
begin
  for y in 2028..2029 loop
    execute format('create table if not exists sale_%s partition of sale for values from (%L) to (%L)', y, y || '-01-01', (y + 1) || '-01-01');
  end loop;
end $$;
-- statement 18..
alter table sale add constraint note_nn not null note not valid;
-- statement 18..
alter table sale add constraint fk3 foreign key (region_id) references region not enforced;
