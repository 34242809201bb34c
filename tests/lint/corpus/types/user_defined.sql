-- setup
create type mood as enum ('sad', 'ok', 'happy');
create type feeling as enum ('sad', 'ok', 'happy');
create type address as (street text, zip varchar(5));
create domain label as text;
create domain positive as int check (value > 0);
create domain short as varchar(10);
create domain label2 as label;
create domain needed as text not null;
create table person (id bigint primary key, m mood, home address, l label, p positive, s short, n int, t text, v varchar(10), ms mood[], ls label[]);
insert into person values (1, 'ok', row('a', 'b'), 'x', 1, 's', 1, 'ok', 'v', '{ok}', '{x}'), (2, 'ok', row('a', 'b'), 'x', 1, 's', 1, 'ok', 'v', '{ok}', '{x}');
-- statement
alter table person alter column m type text;
-- statement
alter table person alter column m type text using m::text;
-- statement
alter table person alter column m type feeling using m::text::feeling;
-- statement
alter table person alter column m type feeling;
-- statement
alter table person alter column t type mood;
-- statement
alter table person alter column t type mood using t::mood;
-- statement
alter table person alter column m type varchar;
-- statement
alter table person alter column l type text;
-- statement
alter table person alter column t type label;
-- statement
alter table person alter column t type label2;
-- statement
alter table person alter column l type label2;
-- statement
alter table person alter column l type varchar;
-- statement
alter table person alter column v type label;
-- statement
alter table person alter column n type positive;
-- statement
alter table person alter column p type int;
-- statement
alter table person alter column p type bigint;
-- statement
alter table person alter column p type positive;
-- statement
alter table person alter column v type short;
-- statement
alter table person alter column s type varchar(20);
-- statement
alter table person alter column s type varchar(10);
-- statement
alter table person alter column s type varchar(5);
-- statement
alter table person alter column s type text;
-- statement
alter table person alter column t type short;
-- statement
alter table person alter column t type needed;
-- statement
alter table person alter column home type text;
-- statement
alter table person alter column home type jsonb using to_jsonb(home);
-- statement
alter table person alter column ms type text[];
-- statement
alter table person alter column ms type text[] using ms::text[];
-- statement
alter table person alter column ms type feeling[] using ms::text[]::feeling[];
-- statement
alter table person alter column ls type text[];
-- statement
alter table person alter column ls type varchar[];
-- statement
alter type address alter attribute zip type varchar(9);
-- statement
alter type address add attribute city text;
-- statement
alter type address drop attribute zip;
-- statement
alter type address rename attribute zip to post_code;
-- statement
alter type address rename to location;
-- statement
alter type mood add value 'ecstatic';
-- statement
alter type mood add value 'meh' before 'ok';
-- statement
alter type mood add value if not exists 'ok';
-- statement
alter type mood add value 'ok';
-- statement
alter type mood rename value 'ok' to 'fine';
-- statement
alter type mood rename value 'nope' to 'fine';
-- statement
alter type mood rename to temper;
-- statement
alter type mood owner to current_user;
-- statement
alter type mood set schema pg_catalog;
-- statement
drop type mood;
-- statement
drop type mood cascade;
-- statement
drop type address cascade;
-- statement
drop type feeling;
-- statement
drop domain label2;
-- statement
drop domain label;
-- statement
drop domain label cascade;
-- statement
create type mood2 as enum ('a', 'b'); alter table person alter column m type mood2 using 'a'::mood2;
-- statement
alter type mood add value 'new'; insert into person (id, m) values (9, 'new');
-- statement
create type fresh as enum ('a'); alter type fresh add value 'b'; create table wearer (f fresh default 'b');
-- statement
alter type mood rename to mood_old; create type mood as enum ('sad', 'ok'); alter table person alter column m type mood using m::text::mood; alter table person alter column ms type mood[] using ms::text[]::mood[]; drop type mood_old;
-- given
create table house of address; insert into house values ('a', 'b');
-- statement
alter type address add attribute city text;
-- given
create table house of address; insert into house values ('a', 'b');
-- statement
alter type address add attribute city text cascade;
-- given
create table house of address; insert into house values ('a', 'b');
-- statement
alter type address alter attribute zip type varchar(9) cascade;
-- given
create table house of address; insert into house values ('a', 'b');
-- statement
alter type address alter attribute zip type char(9) cascade;
