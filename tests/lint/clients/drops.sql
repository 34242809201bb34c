-- case a column
-- expect HG301 42703
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'ada');
-- migration
alter table author drop column name;

-- case a column that is not there, IF EXISTS
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author drop column if exists nickname;

-- case a column that a view reads, CASCADE
-- expect HG301 42P01
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from names;
-- migration
alter table author drop column name cascade;

-- case a column that the migration itself added
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select name from author;
-- migration
alter table author add column nickname text;
alter table author drop column nickname;

-- case a column made anew with another type
-- expect HG302 42804
create table author (id bigint primary key, age integer);
-- client
insert into author (id, age) values (1, 36::integer);
-- migration
alter table author drop column age, add column age date;

-- case a table
-- expect HG303 42P01
create table author (id bigint primary key);
-- client
select id from author;
-- migration
drop table author;

-- case two tables of which one refers to the other, IF EXISTS, CASCADE
-- expect HG303 42P01
create table author (id bigint primary key);
create table book (id bigint primary key, author_id bigint references author);
-- client
select id from book;
-- migration
drop table if exists book, author cascade;

-- case a table that is not there, IF EXISTS
-- expect nothing
create table author (id bigint primary key);
-- client
select id from author;
-- migration
drop table if exists writer;

-- case a table by dynamic SQL in a DO block
-- expect HG303 42P01
create table author (id bigint primary key);
-- client
select id from author;
-- migration
do $$ begin execute 'drop table ' || 'author'; end $$;

-- case a temporary table and one that the migration made
-- expect nothing
create table author (id bigint primary key);
-- client
select id from author;
-- migration
create temporary table found (id bigint);
create table draft (id bigint);
truncate found, draft;
drop table found, draft;

-- case a partition
-- expect HG304 23514
create table visit (at date not null) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
-- client
insert into visit (at) values ('2024-05-05');
-- migration
drop table visit_2024;

-- case a partition that is detached first
-- expect HG304 23514
create table visit (at date not null) partition by range (at);
create table visit_2024 partition of visit for values from ('2024-01-01') to ('2025-01-01');
-- client
insert into visit (at) values ('2024-05-05');
-- migration
alter table visit detach partition visit_2024;
drop table visit_2024;

-- case all rows
-- expect HG305 works
create table author (id bigint primary key);
-- client
select id from author;
-- migration
truncate table only author restart identity;

-- case a schema with what is in it
-- expect HG306 42P01
create schema shop;
create table shop.orders (id bigint primary key);
-- client
select id from shop.orders;
-- migration
drop schema if exists shop cascade;

-- case a schema with nothing in it
-- expect nothing
create schema shop;
create table orders (id bigint primary key);
-- client
select id from orders;
-- migration
drop schema shop cascade;

-- case digits after the point
-- expect HG309 works if known
create table price (id bigint primary key, amount numeric(12, 4));
-- client
select amount from price;
-- migration
alter table price alter column amount type numeric(12, 2);

-- case the time of day
-- expect HG309 works if known
create table author (id bigint primary key, joined timestamptz);
-- client
select joined from author;
-- migration
alter table author alter column joined set data type date;

-- case the end of a text, by an error
-- expect HG309 22001 if known
create table author (id bigint primary key, name varchar(20));
-- client
insert into author (id, name) values (1, 'augusta ada king');
-- migration
alter table author alter column name type varchar(10);

-- case the end of a text, silently
-- expect HG309 22001 if known
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'augusta ada king');
-- migration
alter table author alter column name type varchar(10) using name::varchar(10);

-- case a big number
-- expect HG309 22003 if known
create table author (id bigint primary key, number bigint);
-- client
insert into author (id, number) values (1, 3000000000);
-- migration
alter table author alter column number type integer;

-- case wider types
-- expect nothing
create table author (id bigint primary key, name varchar(10), number integer, score numeric(5, 2));
-- client
insert into author (id, name, number, score) values (1, 'ada', 1, 1.5);
-- migration
alter table author alter column name type text, alter column number type bigint;
alter table author alter column score type numeric(9, 3);

-- case a text that becomes a number
-- expect HG423 42804 if known
create table author (id bigint primary key, number text);
-- client
insert into author (id, number) values (1, '7'::text);
-- migration
alter table author alter column number type integer using number::integer;

-- case a type, without CASCADE, that a column used until now
-- expect HG310 HG423 42704
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- client
select id from author where mood = 'ok'::mood;
-- migration
alter table author alter column mood type text;
drop type mood;

-- case a type that nothing uses
-- expect nothing
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key);
-- client
select id from author;
-- migration
drop type mood;

-- case a sequence
-- expect HG311 42P01
create sequence numbers;
-- client
select nextval('numbers');
-- migration
drop sequence numbers;

-- case an attribute
-- expect HG313 42703
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- client
select (home).zip from author;
-- migration
alter type address drop attribute zip;

-- case numbers that are taken, once more
-- expect HG314 works
create table author (id bigint generated by default as identity primary key, name text);
-- client
insert into author (name) values ('ada');
-- migration
alter table author alter column id restart with 1;

-- case a key with the foreign keys that lean on it
-- expect HG315 HG424 works
create table author (id bigint constraint author_key primary key);
create table book (id bigint primary key, author_id bigint references author);
-- client
select id from book;
-- migration
alter table author drop constraint author_key cascade;

-- case an expression
-- expect HG316 works
create table price (net numeric, gross numeric generated always as (net * 1.2) stored);
-- client
insert into price (net) values (1);
-- migration
alter table price alter column gross drop expression;

-- case a view
-- expect HG417 42P01
create table author (id bigint primary key, name text);
create view names as select name from author;
-- client
select name from names;
-- migration
drop view if exists names;

-- case a view made again without a column
-- expect HG417 42703 if known
create table author (id bigint primary key, name text);
create view names as select id, name from author;
-- client
select id from names;
-- migration
drop view names;
create view names as select name from author;

-- case a view made again with all its columns
-- expect nothing
create table author (id bigint primary key, name text);
create view names as select id, name from author;
-- client
select id from names;
-- migration
drop view names;
create view names as select name, id from author;

-- case a view in the place of a materialized one
-- expect nothing
create table author (id bigint primary key, name text);
create materialized view names as select id, name from author;
-- client
select id from names;
-- migration
drop materialized view names;
create view names as select id, name from author;

-- case a function
-- expect HG418 42883
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
drop function if exists net;

-- case a function that comes back with one more argument
-- expect HG418 42883
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
drop function net(numeric);
create function net(gross numeric, rate numeric) returns numeric language sql as 'select gross';

-- case a function that comes back with another name for its argument
-- expect HG418 42883 if known
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(gross => 12);
-- migration
drop function net(numeric);
create function net(amount numeric) returns numeric language sql as 'select amount';

-- case a function that comes back and takes more
-- expect nothing
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(gross => 12);
-- migration
drop function net(numeric);
create function net(gross numeric, rate numeric default 1) returns numeric language sql as 'select gross';

-- case a function that two fit now
-- expect HG419 42725 if known
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
create or replace function net(gross numeric, rate numeric default 1) returns numeric
  language sql as 'select gross';

-- case a second function that needs more
-- expect nothing
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12);
-- migration
create function net(gross numeric, rate numeric) returns numeric language sql as 'select gross';

-- case a second function of other types
-- expect nothing
create function net(gross numeric) returns numeric language sql immutable as 'select gross / 1.2';
-- client
select net(12::numeric);
-- migration
create function net(gross bigint) returns numeric language sql as 'select gross';

-- case a trigger's function, once its trigger is gone
-- expect nothing
create table author (id bigint primary key, name text);
create function stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger author_stamp before update on author for each row execute function stamp();
-- client
update author set name = 'ada' where id = 1;
-- migration
drop trigger author_stamp on author;
drop function stamp();

-- case a unique constraint that ON CONFLICT needs
-- expect HG424 42P10
create table author (id bigint primary key, email text constraint author_email_key unique);
-- client
insert into author (id, email) values (1, 'a') on conflict (email) do nothing;
-- migration
alter table author drop constraint author_email_key;

-- case a unique index that ON CONFLICT needs
-- expect HG424 42P10 if known
create table author (id bigint primary key, email text);
create unique index author_email_idx on author (email);
-- client
insert into author (id, email) values (1, 'a') on conflict (email) do nothing;
-- migration
drop index author_email_idx;

-- case a unique constraint that is made again over the same columns
-- expect nothing
create table author (id bigint primary key, email text constraint author_email_key unique);
-- client
insert into author (id, email) values (1, 'a') on conflict (email) do nothing;
-- migration
create unique index author_email_idx on author (email);
alter table author drop constraint author_email_key;

-- case a CHECK and a foreign key
-- expect nothing
create table author (id bigint primary key);
create table book (id bigint constraint positive check (id > 0), author_id bigint,
  constraint book_author foreign key (author_id) references author);
-- client
insert into book (id) values (1);
-- migration
alter table book drop constraint positive, drop constraint book_author;

-- case RETURNING, by a rule
-- expect HG427 0A000
create table author (id bigint primary key, name text);
-- client
insert into author (id, name) values (1, 'ada') returning id;
-- migration
create rule author_is_closed as on insert to author do instead nothing;

-- case the shape of a row
-- expect HG429 42846
create type address as (street text, zip text);
create table author (id bigint primary key, home address);
-- client
insert into author (id, home) values (1, row('a', 'b')::address);
-- migration
alter type address add attribute country text;

-- case DISTINCT, by a json column
-- expect HG432 42883
create table author (id bigint primary key, name text);
-- client
select distinct author.* from author;
-- migration
alter table author add column settings json;

-- case nothing, by a jsonb column
-- expect nothing
create table author (id bigint primary key, name text);
-- client
select distinct author.* from author;
-- migration
alter table author add column settings jsonb;

-- case a type with its column, both made again at once
-- expect HG310 works
create type mood as enum ('sad', 'ok');
create table author (id bigint primary key, mood mood);
-- client
select mood from author;
-- migration
drop type mood cascade;
create type mood as enum ('sad', 'ok');
alter table author add column mood mood;
