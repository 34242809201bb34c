-- setup
create type public.addr as (street text, city text);
create type rgb as enum ('r', 'g');
create domain pct as numeric(5,2) check (value between 0 and 100) default 0;
create domain code as text collate "C" not null check (value <> '');
create table item (id int primary key, c code default 'x', p pct, a addr, as_ addr[], col rgb[], mood rgb default 'r', ts timestamp(0), tz timetz, m macaddr, js jsonb, ar int[], b boolean, by bytea, o oid, n name);
create index item_ar on item using gin (ar);
create index item_ts on item (date_trunc('day', ts));
create index item_hash on item using hash (p);
create table item_audit (like item);
create foreign data wrapper dummy;
create server srv foreign data wrapper dummy;
create foreign table remote (id int not null, v text) server srv;
insert into item (id, c, p) select g, 'a', 5 from generate_series(1, 15) g;
insert into item_audit (id, c, p) select g, 'a', 5 from generate_series(1, 15) g;
-- statement
alter domain pct drop constraint pct_check;
-- statement
alter domain pct add constraint pct_int check (value = trunc(value)) not valid;
alter domain pct validate constraint pct_int;
-- statement
alter domain pct set default 1;
-- statement
alter domain code drop not null;
-- statement
alter domain code rename to short_code;
-- statement
alter domain code owner to current_user;
-- statement
alter table item add column c2 pct;
-- statement
alter table item add column c2 code default 'y';
-- statement
alter table item_audit alter column c type text;
-- statement
alter table item_audit alter column p type numeric(5,2);
-- statement
alter table item_audit alter column p type numeric(6,2);
-- statement
alter table item alter column p type numeric;
-- statement
alter table item alter column ts type timestamp(3);
-- statement
alter table item alter column ts type timestamp;
-- statement
alter table item alter column ts type date using ts::date;
-- statement
alter table item alter column tz type time;
-- statement
alter table item alter column m type macaddr8;
-- statement
alter table item alter column js type text;
-- statement
alter table item alter column ar type bigint[];
-- statement
alter table item alter column ar type int4[] using ar;
-- statement
alter table item alter column b type int using b::int;
-- statement
alter table item alter column by type text using encode(by, 'hex');
-- statement
alter table item alter column o type bigint;
-- statement
alter table item alter column o type regclass;
-- statement
alter table item alter column o type int;
-- statement
alter table item alter column n type text;
-- statement
alter table item alter column mood drop default, alter column mood type text;
-- statement
alter table item alter column col type text[];
-- statement
alter table item alter column id type numeric;
-- statement
alter type addr add attribute zip text;
-- statement
alter type addr drop attribute city;
-- statement
alter type addr rename to address;
-- statement
alter type rgb add value 'b';
-- statement
drop type rgb cascade;
-- statement
drop domain pct;
-- statement
drop domain pct cascade;
-- statement
drop type addr;
-- statement
alter foreign table remote add column w int;
-- statement
alter foreign table remote alter column v set not null;
-- statement
alter foreign table remote add constraint pos check (id > 0);
-- statement
drop foreign table remote;
-- statement
alter foreign table remote options (add x 'y');
-- statement
alter table item alter column c set default 'q';
-- statement
alter table item drop column ts;
-- statement
alter table item add column arr text[] default string_to_array('a,b', ','), add column t time default localtime, add column u text default lower('ABC') || 'x';
-- statement
alter table item add column s text default to_char(now(), 'YYYY');
-- statement
alter table item add column s text default timeofday();
-- statement
alter table item add column s int default (extract(year from now()))::int;
-- statement
alter table item add column s interval default age(now(), '2000-01-01');
-- statement
alter table item add column cmp addr default row('a','b')::addr;
-- statement
create table item2 (like item including indexes including defaults);
insert into item2 select * from item;
-- statement
drop index item_ts, item_hash;
-- statement
reindex index item_hash;
-- statement
create index on item (c collate "POSIX");
-- statement
alter table item alter column id add generated always as identity;
-- statement
alter table item alter column id add generated always as identity (start with 100), alter column c drop default;
-- statement
create function bad() returns int language sql as 'select missing from item';
-- statement
create function f1(i item) returns text language sql immutable as 'select i.c';
create index item_f1 on item (f1(item));
