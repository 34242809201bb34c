-- setup
create schema core; create schema rep;
create role workshop_owner; create role workshop_dev;
grant create, usage on schema core to workshop_owner;
create type core.level as enum ('low', 'mid', 'high');
create type core.geo as (lat float8, lon float8);
create domain core.qty as integer not null default 1 check (value >= 0);
create table core.part (part_no bigint primary key, label varchar(30), lvl core.level not null default 'low', pos core.geo, weight numeric(6,2), stock core.qty, bom bigint[], valid tstzrange, exclude using gist (valid with &&) where (valid is not null));
create table core.supplier (id serial, code char(4) not null unique, name text, primary key (id));
create table core.part_supplier (part_no bigint references core.part, supplier_id int, price numeric(10,2), since date default now(), foreign key (supplier_id) references core.supplier on delete set null on update set default);
create index ps_part on core.part_supplier (part_no);
create table core.log (ts timestamptz default now(), msg text, lvl core.level);
create table core.log_big (extra text) inherits (core.log);
create view rep.parts as select p.part_no, p.label, s.name from core.part p left join core.part_supplier ps using (part_no) left join core.supplier s on s.id = ps.supplier_id;
create view rep.high as select * from core.part where lvl = 'high';
create materialized view rep.stock as select lvl, count(*) as n from core.part group by lvl with data;
create unique index stock_lvl on rep.stock (lvl);
create function core.next_no() returns bigint language sql volatile as 'select coalesce(max(part_no), 0) + 1 from core.part';
create function core.norm(text) returns text language sql immutable strict as $$ select upper($1) $$;
create function core.stamp() returns trigger language plpgsql as $$ begin new.since := current_date; return new; end $$;
create procedure core.archive(days int) language plpgsql as $$ begin delete from core.log where ts < now() - make_interval(days => days); end $$;
create trigger ps_stamp before insert or update on core.part_supplier for each row execute function core.stamp();
create index part_norm on core.part (core.norm(label));
create sequence core.batch_no as int cache 5;
create text search dictionary core.simple_d (template = pg_catalog.simple);
create operator core.<=> (leftarg = int, rightarg = int, function = int4eq);
insert into core.part (part_no, label) select g, 'p' from generate_series(1, 12) g;
insert into core.supplier (code, name) select 's' || g, 'n' from generate_series(1, 12) g;
insert into core.part_supplier select g, g, 5 from generate_series(1, 12) g;
insert into core.log (msg) select 'm' from generate_series(1, 12);
insert into core.log_big (msg) select 'm' from generate_series(1, 12);
-- statement
alter table core.part owner to workshop_owner;
-- statement
alter sequence core.batch_no owner to workshop_owner;
-- statement
alter view rep.parts owner to workshop_dev;
-- statement
alter materialized view rep.stock owner to workshop_dev;
-- statement
alter function core.norm(text) owner to workshop_owner;
-- statement
alter schema core owner to workshop_owner;
-- statement
alter type core.level owner to workshop_owner;
-- statement
grant select on all tables in schema core to workshop_dev; grant usage, select on all sequences in schema core to workshop_dev;
-- statement
revoke execute on function core.norm(text) from public; grant execute on all functions in schema core to workshop_dev;
-- statement
grant references (part_no) on core.part to workshop_dev with grant option;
-- statement
grant workshop_owner to workshop_dev;
-- statement
create role workshop_tmp login password 'x' in role workshop_dev; drop role workshop_tmp;
-- statement
drop owned by workshop_dev;
-- statement
alter role workshop_dev set search_path = core, public;
-- statement
set role workshop_owner; create table core.mine (id int); reset role;
-- statement
alter type core.level add value 'top' after 'high';
-- statement
alter type core.level add value if not exists 'mid';
-- statement
alter type core.level add value 'mid';
-- statement
alter type core.level rename value 'mid' to 'medium';
-- statement
alter type core.level rename to grade;
-- statement
alter type core.level set schema rep;
-- statement
drop type core.level cascade;
-- statement
alter type core.geo add attribute alt float8;
-- statement
alter type core.geo alter attribute lat type numeric;
-- statement
alter domain core.qty drop not null;
-- statement
alter domain core.qty add constraint q_max check (value < 1000000);
-- statement
alter domain core.qty drop default;
-- statement
alter domain core.qty set schema rep;
-- statement
alter domain core.qty validate constraint qty_check;
-- statement
drop domain core.qty;
-- statement
alter table core.part alter column stock type integer;
-- statement
alter table core.part alter column stock drop default;
-- statement
alter table core.part alter column label type text;
-- statement
alter table core.part alter column weight type numeric(7,2), alter column weight set default 0;
-- statement
alter table core.part alter column bom type text;
-- statement
alter table core.part alter column valid type tstzmultirange using tstzmultirange(valid);
-- statement
alter table core.part alter column pos drop not null;
-- statement
alter table core.part alter column lvl type text;
-- statement
drop view rep.high; drop materialized view rep.stock; alter table core.part alter column lvl drop default; alter table core.part alter column lvl type text using lvl::text; alter table core.part alter column lvl set default 'low';
-- statement
alter table core.part drop constraint part_valid_excl;
-- statement
alter table core.part add constraint part_ex2 exclude using gist (valid with &&, pos with ~=);
-- statement
alter table core.part add column qty2 core.qty;
-- statement
alter table core.part add column geo2 core.geo default row(1, 2)::core.geo, add column lv2 core.level default 'mid' not null;
-- statement
alter table core.part add column n2 text default core.norm('abc');
-- statement
alter table core.part add column no2 bigint default core.next_no();
-- statement
alter table core.part add column no3 int default nextval('core.batch_no');
-- statement
alter table core.part add column g text generated always as (core.norm(label)) stored;
-- statement
alter table core.supplier alter column code type varchar(4);
-- statement
alter table core.supplier alter column code type char(8);
-- statement
alter table core.supplier alter column code type bpchar;
-- statement
alter table core.supplier drop constraint supplier_code_key, drop constraint supplier_pkey cascade;
-- statement
alter table core.supplier rename column id to supplier_id;
-- statement
alter table core.part_supplier add primary key (part_no, supplier_id);
-- statement
alter table core.part_supplier drop constraint part_supplier_supplier_id_fkey;
alter table core.part_supplier add constraint part_supplier_supplier_id_fkey foreign key (supplier_id) references core.supplier (id) not valid;
alter table core.part_supplier validate constraint part_supplier_supplier_id_fkey;
-- statement
alter table core.part_supplier alter constraint part_supplier_part_no_fkey deferrable initially immediate;
-- statement
alter table core.part_supplier alter column since type timestamptz;
-- statement
alter table core.part_supplier set schema rep;
-- statement
alter table core.log add column host inet;
-- statement
alter table core.log add column seq serial;
-- statement
alter table core.log alter column msg set not null;
-- statement
alter table core.log add constraint lvl_ck check (lvl is not null) not valid;
-- statement
alter table core.log alter column lvl type text;
-- statement
alter table core.log_big no inherit core.log, add column z int;
-- statement
alter table core.log drop column msg;
-- statement
drop table core.log;
-- statement
truncate core.log;
-- statement
call core.archive(30);
-- statement
do $$ begin call core.archive(30); end $$;
-- statement
select core.next_no();
-- statement
drop procedure core.archive(int);
-- statement
drop procedure core.archive;
-- statement
alter procedure core.archive(int) rename to archive_log;
-- statement
drop function core.norm(text);
-- statement
drop function core.norm(text) cascade;
-- statement
create or replace function core.norm(text) returns text language sql immutable strict as $$ select lower($1) $$;
-- statement
create or replace function core.norm(t text) returns text language sql immutable strict as $$ select lower(t) $$;
-- statement
alter function core.norm(text) volatile;
-- statement
drop function core.stamp;
-- statement
drop operator core.<=> (int, int);
-- statement
drop text search dictionary core.simple_d;
-- statement
alter trigger ps_stamp on core.part_supplier depends on extension plpgsql;
-- statement
drop view rep.parts; drop table core.supplier cascade;
-- statement
drop schema rep cascade;
-- statement
drop schema rep;
-- statement
drop table core.supplier;
-- statement
drop table core.part_supplier;
-- statement
drop table core.part_supplier cascade;
-- statement
create or replace view rep.high as select * from core.part where lvl in ('high', 'mid');
-- statement
create or replace view rep.parts as select part_no, label, 'n'::text as name from core.part;
-- statement
alter view rep.parts rename column label to title;
-- statement
create recursive view rep.nums (n) as values (1) union all select n + 1 from nums where n < 10;
-- statement
refresh materialized view rep.stock;
-- statement
drop index rep.stock_lvl;
-- statement
alter materialized view rep.stock set schema core;
-- statement
alter materialized view rep.stock rename column n to cnt;
-- statement
cluster rep.stock using stock_lvl;
-- statement
reindex table rep.stock;
-- statement
alter index rep.stock_lvl set (deduplicate_items = off);
-- statement
insert into core.part (part_no, label, stock) values (500, 'x', 4);
-- statement
update core.part set weight = 1;
-- statement
update core.supplier set name = upper(name);
-- statement
delete from core.part_supplier;
-- statement
delete from only core.log;
-- statement
merge into core.supplier t using core.log l on t.name = l.msg when matched then do nothing;
-- statement
select count(*) into core.counted from core.part;
-- statement
explain analyze update core.supplier set name = 'z';
-- statement
listen chan; notify chan, 'x'; unlisten *;
-- statement
set statement_timeout = '10s'; alter table core.part alter column label set default ''; reset all;
-- statement
select set_config('search_path', 'core', true); alter table part add column sp int;
-- statement
set local search_path = core; create index on log (lvl); drop table log_big;
-- statement
set session authorization workshop_dev; reset session authorization;
-- statement
create function core.et() returns event_trigger language plpgsql as $$ begin raise notice 'x'; end $$; create event trigger workshop_et on ddl_command_end when tag in ('CREATE TABLE') execute function core.et(); create table core.etx (id int);
-- statement
create conversion core.conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- statement
create operator class core.int_ops2 for type int using btree as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(int, int);
-- statement
create table core.with_everything (id uuid primary key default gen_random_uuid(), part bigint not null references core.part on delete cascade, s int references core.supplier (id) match full, lvl core.level default 'low', check (s > 0), unique (part, s), exclude using gist (int8range(part, part, '[]') with &&));
-- statement
create temp table tt (part_no bigint references core.part);
-- statement
create temp table tt on commit drop as select * from core.part; alter table tt add column z int; drop table tt;
-- statement
create unlogged table core.ul (p bigint primary key references core.part);
-- statement
create table core.child (like core.log including all) inherits (core.log);
-- statement
create rule part_ins as on insert to rep.high do instead insert into core.part (part_no, label) values (new.part_no, new.label);
-- statement
comment on domain core.qty is 'x'; comment on function core.norm(text) is 'y'; comment on procedure core.archive(int) is 'z'; comment on index ps_part is 'w';
