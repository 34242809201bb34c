-- setup
create table author (id bigint generated always as identity primary key, name text, age serial, tenant int);
create index author_name_idx on author (name);
insert into author (name) values ('ada'), ('bob');
create table book (id bigint primary key, author_id bigint references author (id));
create view names as select id, name from author;
create materialized view mat as select name from author;
create unique index mat_idx on mat (name);
create sequence loose;
create type address as (street text);
create type mood as enum ('a', 'b');
create function touch() returns trigger language plpgsql as 'begin return new; end';
create function plus(a int) returns int language sql immutable as 'select a + 1';
create trigger old_trigger before update on author for each row execute function touch();
create rule keep as on delete to author where old.age > 3 do instead nothing;
create policy mine on author using (tenant = 1);
create role someone;
create schema attic;
create publication old_pub for table book;
create procedure tidy() language sql as 'select 1';
-- statement
create trigger t before insert on author for each row execute function touch();
-- statement
create trigger t after update of name on author for each row when (old.name is distinct from new.name) execute function touch();
-- statement
create trigger t after insert on author for each statement execute function touch();
-- statement
create constraint trigger t after insert on author deferrable for each row execute function touch();
-- statement
create trigger old_trigger before insert on author for each row execute function touch();
-- statement
create or replace trigger old_trigger before insert on author for each row execute function touch();
-- statement
create trigger t before insert on missing for each row execute function touch();
-- statement
create trigger t before insert on author for each row execute function missing();
-- statement
create trigger t instead of insert on names for each row execute function touch();
-- statement
create trigger t before insert on names for each row execute function touch();
-- statement
drop trigger old_trigger on author;
-- statement
drop trigger missing on author;
-- statement
drop trigger if exists missing on author;
-- statement
drop trigger if exists missing on missing;
-- statement
alter table author disable trigger old_trigger;
-- statement
alter table author enable trigger old_trigger;
-- statement
alter table author disable trigger all;
-- statement
alter table author disable trigger user;
-- statement
alter table author enable always trigger old_trigger;
-- statement
alter table author disable trigger missing;
-- statement
alter trigger old_trigger on author rename to new_trigger;
-- statement
create rule r as on update to author do also notify changed;
-- statement
create or replace rule keep as on delete to author do instead nothing;
-- statement
drop rule keep on author;
-- statement
alter table author disable rule keep;
-- statement
alter rule keep on author rename to kept;
-- statement
create policy other on author for select using (true);
-- statement
create policy mine on author for select using (true);
-- statement
alter policy mine on author using (tenant = 2);
-- statement
alter policy mine on author rename to ours;
-- statement
drop policy mine on author;
-- statement
drop policy missing on author;
-- statement
drop policy if exists missing on author;
-- statement
alter table author enable row level security;
-- statement
alter table author disable row level security;
-- statement
alter table author force row level security;
-- statement
alter table author no force row level security;
-- statement
alter table author owner to someone;
-- statement
alter table author owner to current_user;
-- statement
alter view names owner to someone;
-- statement
alter sequence loose owner to someone;
-- statement
alter materialized view mat owner to someone;
-- statement
alter type mood owner to someone;
-- statement
alter type address owner to someone;
-- statement
alter table author set schema attic;
-- statement
alter table author set schema missing;
-- statement
alter view names set schema attic;
-- statement
alter sequence loose set schema attic;
-- statement
alter type address set schema attic;
-- statement
alter materialized view mat set schema attic;
-- statement
alter function plus(int) set schema attic;
-- statement
alter function plus(int) stable;
-- statement
alter function plus(int) rename to minus;
-- statement
create function fresh() returns int language sql as 'select 1';
-- statement
create function plus(a int) returns int language sql as 'select 1';
-- statement
create or replace function plus(a int) returns int language sql as 'select 1';
-- statement
create or replace function plus(a int) returns text language sql as 'select 1';
-- statement
drop function plus(int);
-- statement
drop function touch();
-- statement
drop function touch() cascade;
-- statement
drop function missing();
-- statement
drop function if exists missing();
-- statement
drop procedure tidy();
-- statement
call tidy();
-- statement
grant select on author to someone;
-- statement
grant select (name) on author to someone;
-- statement
grant all on all tables in schema public to someone;
-- statement
revoke all on author from public;
-- statement
grant usage on schema attic to someone;
-- statement
alter default privileges in schema public grant select on tables to someone;
-- statement
create publication pub for table author;
-- statement
create publication pub for all tables;
-- statement
create publication pub for tables in schema public;
-- statement
create publication pub for table author, book;
-- statement
alter publication old_pub add table author;
-- statement
alter publication old_pub drop table book;
-- statement
alter publication old_pub set table author;
-- statement
drop publication old_pub;
-- statement
create extension if not exists plpgsql;
-- statement
create schema fresh;
-- statement
create schema attic;
-- statement
create schema if not exists attic;
-- statement
drop schema attic;
-- statement
drop schema public;
-- statement
drop schema public cascade;
-- statement
alter schema attic rename to cellar;
-- statement
create view fresh as select * from author;
-- statement
create view names as select 1 as one;
-- statement
create or replace view names as select id, name, age from author;
-- statement
create or replace view names as select id from author;
-- statement
create or replace view names as select id, name as title from author;
-- statement
create or replace view fresh as select 1 as one;
-- statement
create view fresh as select * from missing;
-- statement
drop view names;
-- statement
drop view missing;
-- statement
drop view if exists missing;
-- statement
drop materialized view names;
-- given
create view upper_names as select upper(name) from names;
-- statement
drop view names;
-- given
create view upper_names as select upper(name) from names;
-- statement
drop view names cascade;
-- given
create view upper_names as select upper(name) from names;
-- statement
drop view names, upper_names;
-- statement
alter view names set (security_barrier = true);
-- statement
alter view names alter column name set default 'x';
-- statement
alter materialized view mat rename to mat2;
-- statement
alter materialized view mat rename column name to title;
-- statement
alter materialized view mat set (fillfactor = 70);
-- statement
comment on function plus(int) is 'x';
-- statement
comment on type mood is 'x';
-- statement
comment on trigger old_trigger on author is 'x';
-- statement
comment on policy mine on author is 'x';
-- statement
comment on materialized view mat is 'x';
-- statement
comment on table missing is 'x';
-- statement
create aggregate total (int) (sfunc = int4pl, stype = int);
-- statement
create collation fresh from "C";
-- statement
create cast (mood as int) with inout;
-- statement
create type range_of as range (subtype = float8);
-- statement
create type mood as enum ('x');
-- statement
create type address as (a int);
-- statement
create role fresh_role;
-- statement
alter role someone set statement_timeout = '5s';
-- statement
drop role someone;
-- statement
do $$ begin alter table author add column c int; end $$;
-- statement
do $$ begin if not exists (select 1 from pg_class where relname = 'zzz') then alter table author add column c int; end if; end $$;
-- statement
do $$ begin execute 'alter table author add column c int default 5'; end $$;
-- statement
do $$ begin alter table author add column c float8 default random(); alter table book add column c int; end $$;
-- statement
do $$ begin create table fresh (a int); create index on fresh (a); end $$;
-- statement
do $$ begin alter table missing add column c int; end $$;
-- statement
reassign owned by someone to current_user;
-- statement
drop owned by someone;
