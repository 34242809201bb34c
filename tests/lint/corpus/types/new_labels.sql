-- setup
create type mood as enum ('sad', 'ok');
create type point_of_sale as (shop text, till integer);
create table author (id bigint primary key, mood mood, name text);
create table till of point_of_sale;
insert into author values (1, 'sad', 'ada'); insert into till values ('east', 1);
-- statement
alter type mood add value 'glad'; alter table author alter column mood set default 'glad';
-- statement
alter type mood add value 'glad'; alter table author add column other mood default 'glad';
-- statement
alter type mood add value 'glad'; alter table author add constraint c check (mood <> 'glad') not valid;
-- statement
alter type mood add value 'glad'; alter table author add constraint c check (mood in ('sad', 'glad')) not valid;
-- statement
alter type mood add value 'glad'; alter table author add constraint c check (name <> 'glad') not valid;
-- statement
alter type mood add value 'glad'; create index on author (id) where mood = 'glad';
-- statement
alter type mood add value 'glad'; create index on author (id) where name = 'glad';
-- statement
alter type mood add value 'glad'; create view glads as select id from author where mood = 'glad';
-- statement
alter type mood add value 'glad'; create table book (mood mood default 'glad');
-- statement
alter type mood add value 'glad'; create table book (mood mood, name text default 'glad');
-- statement
alter type mood add value 'glad'; select id from author where mood = 'glad';
-- statement
alter type mood add value 'glad'; select 'glad'::mood;
-- statement
alter type mood add value 'glad'; create policy p on author using (mood = 'glad');
-- statement
alter type mood add value 'glad'; delete from author where mood = 'glad';
-- statement
alter type mood add value 'glad'; update author set mood = 'glad' where false;
-- statement
alter type mood add value 'glad'; update author set name = 'glad' where name = 'bob';
-- statement
alter type mood add value 'glad'; insert into author values (2, 'glad');
-- statement
alter type mood add value 'glad'; insert into author values (2, 'ok', 'glad');
-- statement
alter type mood add value 'glad'; create function f() returns mood language sql as $$ select 'glad'::mood $$;
-- statement
alter type mood add value 'glad'; create function f() returns mood language plpgsql as $$ begin return 'glad'; end $$;
-- statement
alter type mood add value 'glad'; alter type mood rename value 'glad' to 'merry';
-- statement
create type weather as enum ('sun'); alter type weather add value 'rain'; create table day (w weather default 'rain');
-- statement
create type weather as enum ('sun', 'rain'); create table day (w weather default 'rain');
-- statement
alter type point_of_sale alter attribute till type bigint cascade;
-- statement
alter type point_of_sale alter attribute shop type varchar cascade;
-- statement
alter type point_of_sale add attribute note text cascade;
