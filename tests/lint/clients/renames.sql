-- case a column, as the table is written
-- expect HG401 42703
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename column name to full_name;

-- case a column without the word COLUMN, quoted, in a schema, of a table that may be missing
-- expect HG401 42703
create schema shop;
create table shop."Author" (id bigint primary key, "firstName" text);
-- client
select "firstName" from shop."Author";
-- migration
alter table if exists only shop."Author" rename "firstName" to first_name;

-- case a column inside a DO block, under a condition
-- expect HG401 42703
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'ada');
-- migration
do $$
begin
  if exists (select from pg_attribute where attrelid = 'author'::regclass and attname = 'name') then
    alter table author rename column name to full_name;
  end if;
end
$$;

-- case a column by dynamic SQL that is a constant
-- expect HG401 42703
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
do $$ begin execute 'alter table author rename column name to full_name'; end $$;

-- case a column of a view
-- expect HG401 42703
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from names;
-- migration
alter view names rename column name to full_name;

-- case a column of a materialized view
-- expect HG401 42703
create table author (id bigint primary key, name text);
create materialized view names as select name from author;
-- client
select name from names;
-- migration
alter materialized view names rename column name to full_name;

-- case a column that a view still offers, but the table's clients miss
-- expect HG401 42703
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from author;
-- migration
alter table author rename column name to full_name;

-- case a column of a parent, which renames it in its partitions
-- expect HG401 42703
create table visit (at date not null, page text) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
-- client
select page from visit_2024;
-- migration
alter table visit rename column page to path;

-- case a column renamed after its table, in one migration
-- expect HG401 HG402 42P01
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename to writer;
alter table writer rename column name to full_name;

-- case a column and its table, behind a view that offers the old names
-- expect nothing
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'ada') on conflict (id) do update set name = excluded.name;
-- migration
alter table author rename to author_base;
alter table author_base rename column name to full_name;
create view author as select id, full_name as name from author_base;

-- case a column behind a view that leaves it out
-- expect HG401 HG402 42703
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename to author_base;
alter table author_base rename column name to full_name;
create view author as select id, full_name from author_base;

-- case two columns that change places with one that was prepared before
-- expect nothing
create table author (id bigint primary key, number integer, number_big bigint);
-- client
select number from author;
-- migration
alter table author rename column number to number_old;
alter table author rename column number_big to number;

-- case a column that is renamed, and one of its old name added empty
-- expect HG401 works
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename column name to full_name;
alter table author add column name text;

-- case a column there and back again
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename column name to full_name;
alter table author rename column full_name to name;

-- case a column that the migration itself added
-- expect nothing
create table author (id bigint primary key);
-- client
select id from author;
-- migration
alter table author add column name text;
alter table author rename column name to full_name;

-- case a column of a table that the migration made
-- expect nothing
create table author (id bigint primary key);
-- client
select id from author;
-- migration
create table book (id bigint primary key, name text);
alter table book rename column name to title;

-- case a column of a temporary table
-- expect nothing
create table author (id bigint primary key);
-- client
select id from author;
-- migration
create temporary table found (id bigint);
alter table found rename column id to author_id;

-- case a table
-- expect HG402 42P01
create table author (id bigint primary key, name text);
-- client
select id from author;
-- migration
alter table author rename to writer;

-- case a table, quoted and in a schema
-- expect HG402 42P01
create schema shop;
create table shop."Order" (id bigint primary key);
-- client
select id from shop."Order";
-- migration
alter table if exists shop."Order" rename to orders;

-- case a table in a DO block with a loop
-- expect HG402 42P01
create table author (id bigint primary key);
-- client
select id from author;
-- migration
do $$ declare i int; begin for i in 1..1 loop alter table author rename to writer; end loop; end $$;

-- case a table with a view under its old name
-- expect nothing
create table author (id bigint primary key, name text);
-- client
update author set name = 'ada' where id = 1;
-- migration
alter table author rename to writer;
create view author as select * from writer;

-- case a table with a view under its old name that lacks a column
-- expect HG402 42703 if known
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename to writer;
create view author as select id from writer;

-- case a table with a materialized view under its old name, which takes no writes
-- expect HG402 42809
create table author (id bigint primary key, name text);
-- client
insert into author (id) values (1);
-- migration
alter table author rename to writer;
create materialized view author as select id, name from writer;

-- case two tables that change places
-- expect nothing
create table author (id bigint primary key, name text);
create table author_next (id bigint primary key, name text, email text);
-- client
select name from author;
-- migration
alter table author rename to author_old;
alter table author_next rename to author;

-- case a table replaced by one that lacks a column
-- expect HG402 42703 if known
create table author (id bigint primary key, name text);
create table author_next (id bigint primary key);
-- client
select name from author;
-- migration
alter table author rename to author_old;
alter table author_next rename to author;

-- case a table whose place an empty one takes
-- expect HG402 works
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author rename to author_old;
create table author (like author_old including all);

-- case a table whose place a copy takes, without what others write meanwhile
-- expect HG402 works
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
create table author_copy (like author including all);
insert into author_copy (id, name) select id, name from author;
alter table author rename to author_old;
alter table author_copy rename to author;

-- case a table whose place a copy takes, under a lock
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
lock table author in share row exclusive mode;
create table author_copy (like author including all);
insert into author_copy (id, name) select id, name from author;
alter table author rename to author_old;
alter table author_copy rename to author;

-- case a table that becomes a partition of the one that takes its place
-- expect nothing
create table visit (at date not null, page text);
-- client
insert into visit (at, page) values ('2024-05-05', '/');
-- migration
alter table visit rename to visit_2024;
create table visit (at date not null, page text) partition by range (at);
alter table visit attach partition visit_2024 for values from ('2024-01-01') to ('2025-01-01');

-- case a table that the migration made
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
create table draft (id bigint primary key);
alter table draft rename to article;

-- case a view by ALTER TABLE
-- expect HG402 42P01
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from names;
-- migration
alter table names rename to author_names;

-- case a view
-- expect HG403 42P01
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from names;
-- migration
alter view names rename to author_names;

-- case an index, which no client names
-- expect nothing
create table author (id bigint primary key, name text);
create index author_name on author (name);
-- client
select name from author;
-- migration
alter index author_name rename to author_name_idx;
alter table author_name_idx rename to author_by_name;

-- case a constraint, when clients name columns
-- expect nothing
create table author (id bigint primary key, email text constraint author_email_key unique);
-- client
insert into author (id, email) values (1, 'a') on conflict (email) do nothing;
-- migration
alter table author rename constraint author_email_key to author_email_unique;

-- case a trigger, a policy and a rule, which no client names
-- expect nothing
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
create policy own on author using (id > 0);
-- client
select name from author;
-- migration
alter trigger author_stamp on author rename to author_is_stamped;
alter policy own on author rename to own_rows;

-- case a sequence that clients draw from
-- expect HG404 42P01
create sequence invoice_numbers;
-- client
select nextval('invoice_numbers');
-- migration
alter sequence invoice_numbers rename to invoice_number_seq;

-- case a sequence of an identity column
-- expect nothing
create table author (id bigint generated always as identity primary key, name text);
-- client
insert into author (name) values ('ada');
-- migration
alter sequence author_id_seq rename to author_numbers;

-- case a schema
-- expect HG405 42P01
create schema shop;
create table shop.orders (id bigint primary key);
-- client
select id from shop.orders;
-- migration
alter schema shop rename to store;

-- case a function
-- expect HG406 42883
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
alter function net rename to net_amount;

-- case a procedure
-- expect HG406 42883
create procedure tidy() language sql as 'select 1';
-- client
call tidy();
-- migration
alter procedure tidy() rename to clean;

-- case a function with another under its old name
-- expect nothing
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(gross => 12);
-- migration
alter function net(numeric) rename to net_amount;
create function net(gross numeric) returns numeric language sql as 'select net_amount(gross)';

-- case an enum type that clients cast to
-- expect HG407 42704
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status);
-- client
select id from orders where status = 'open'::order_status;
-- migration
alter type order_status rename to status;

-- case an enum type with a domain under its old name, which does not compare with it
-- expect HG407 42883 if known
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status);
-- client
select id from orders where status = 'open'::order_status;
-- migration
alter type order_status rename to status;
create domain order_status as status;

-- case a domain
-- expect HG407 42704
create domain email as text;
create table author (id bigint primary key, address email);
-- client
select id from author where address = 'a'::email;
-- migration
alter domain email rename to email_address;

-- case a domain with a domain under its old name
-- expect nothing
create domain email as text;
create table author (id bigint primary key, address email);
-- client
select id from author where address = 'a'::email;
-- migration
alter domain email rename to email_address;
create domain email as email_address;

-- case a composite type's attribute
-- expect HG408 42703
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- client
select (home).zip from author;
-- migration
alter type address rename attribute zip to postal_code cascade;

-- case an enum's value
-- expect HG409 22P02
create type order_status as enum ('open', 'payed');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'payed');
-- migration
alter type order_status rename value 'payed' to 'paid';

-- case an enum's value, of a type that the migration made
-- expect nothing
create table orders (id bigint primary key);
-- client
insert into orders (id) values (1);
-- migration
create type order_status as enum ('open', 'payed');
alter type order_status rename value 'payed' to 'paid';

-- case a table moved to another schema
-- expect HG410 42P01
create schema archive;
create table author (id bigint primary key);
-- client
select id from author;
-- migration
alter table author set schema archive;

-- case a type moved to another schema
-- expect HG410 42704
create schema shared;
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- client
select id from author where mood = 'ok'::mood;
-- migration
alter type mood set schema shared;

-- case a function moved to another schema
-- expect HG410 42883
create schema shared;
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
alter function net(numeric) set schema shared;

-- case a table moved with a view in its place
-- expect nothing
create schema archive;
create table author (id bigint primary key);
-- client
select id from author;
-- migration
alter table author set schema archive;
create view author as select id from archive.author;

-- case in disguise: one column added, a like one dropped
-- expect HG411 42703
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author add column full_name text;
alter table author drop column name;

-- case in disguise, in one statement and the other order
-- expect HG411 42703
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author drop column name, add column full_name text;

-- case in disguise, with the values copied
-- expect HG411 42703
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'ada');
-- migration
alter table author add column full_name text;
update author set full_name = name where id = 1;
alter table author drop column if exists name;
