-- setup
create table author (id bigint generated always as identity primary key, name text unique, age int);
create index author_name_idx on author (name);
insert into author (name) values ('ada'), ('bob');
create table book (id serial primary key, author_id bigint references author (id), author_name text references author (name) on delete cascade, title text);
insert into book (author_id, author_name) values (1, 'ada');
create unlogged table scratch (id int primary key, t text);
insert into scratch values (1, 'x');
create view names as select id, name from author;
create materialized view mat as select name from author;
create unique index mat_idx on mat (name);
create table note (id int, body text); insert into note values (1, 'x');
create type person as (first text, last text);
create table typed of person;
-- statement
create table fresh (id bigint primary key, name text not null unique, check (id > 0));
-- statement
create table author (id int);
-- statement
create table if not exists author (id int);
-- statement
create table fresh (id int, id int);
-- statement
create table fresh (id missing_type);
-- statement
create table names (id int);
-- statement
create table fresh (like author including all);
-- statement
create table fresh as select * from author;
-- statement
create table fresh as select * from author with no data;
-- statement
create table fresh as select * from names;
-- statement
create table fresh as select a.name, b.title from author a join book b on b.author_id = a.id;
-- statement
select * into fresh from author;
-- statement
create table if not exists author as select 1 as one;
-- statement
create table fresh (id int primary key, author_id bigint references author);
-- statement
create table fresh (id int primary key, author_id bigint, foreign key (author_id) references author (id) on delete cascade);
-- statement
create table fresh (author_id text references author (id));
-- statement
create table fresh (a int references author (age));
-- statement
create unlogged table fresh (id int);
-- statement
create temporary table fresh (id int);
-- statement
create table fresh (id int) partition by range (id);
-- statement
create table fresh of person;
-- statement
drop table note;
-- statement
drop table missing;
-- statement
drop table if exists missing;
-- statement
drop table if exists note, missing;
-- statement
drop table author;
-- statement
drop table author cascade;
-- statement
drop table book;
-- statement
drop table book, author;
-- statement
drop table book, author cascade;
-- statement
drop table names;
-- statement
drop view author;
-- statement
drop table typed;
-- statement
alter table note rename to remark;
-- statement
alter table if exists missing rename to other;
-- statement
alter table missing rename to other;
-- statement
alter table note set unlogged;
-- statement
alter table scratch set logged;
-- statement
alter table note set logged;
-- statement
alter table author set unlogged;
-- statement
alter table book set unlogged;
-- statement
alter table note set access method heap;
-- statement
alter table note set tablespace pg_default;
-- statement
alter table note set (fillfactor = 70);
-- statement
alter table note set (autovacuum_enabled = false);
-- statement
alter table note reset (fillfactor);
-- statement
alter table note set (toast.autovacuum_enabled = false);
-- statement
alter table note set (user_catalog_table = true);
-- statement
alter table note set (parallel_workers = 4);
-- statement
alter table note replica identity full;
-- statement
alter table author replica identity using index author_pkey;
-- statement
alter table author replica identity using index author_name_idx;
-- statement
alter table note replica identity nothing;
-- statement
alter table note set without oids;
-- statement
alter table typed not of;
-- statement
truncate note;
-- statement
truncate table author restart identity cascade;
-- statement
truncate book restart identity;
-- statement
truncate book;
-- statement
truncate author;
-- statement
truncate missing;
-- statement
truncate names;
-- statement
lock table note;
-- statement
lock table note in access share mode;
-- statement
lock table note, book in share update exclusive mode;
-- statement
lock table names;
-- statement
lock table note in row exclusive mode nowait;
-- statement
cluster author using author_pkey;
-- statement
cluster note;
-- statement
vacuum note;
-- statement
vacuum full note;
-- statement
vacuum (full, analyze) author;
-- statement
analyze note;
-- statement
analyze note (body);
-- statement
alter table note add column c int, add column d int;
-- statement
alter table note add column c int not null default 5, add constraint c_positive check (c > 0) not valid;
-- statement
alter table note alter column id set not null, alter column body type varchar(10);
-- statement
alter table note alter column body set statistics 100, set (fillfactor = 60);
-- statement
alter table note alter column body set statistics 100, alter column body set not null;
-- statement
alter table note drop column body, add column body int default 5;
-- statement
alter table note drop column body, drop column id;
-- statement
alter table note add column c int, drop column body, alter column id type bigint;
-- statement
alter table author alter column name type varchar, add column c float8 default random();
-- statement
alter table author drop constraint author_name_key cascade, alter column name type varchar;
-- statement
alter table note add primary key (id), add unique (body), add check (id > 0);
-- statement
alter table book drop constraint book_author_id_fkey, drop constraint book_author_name_fkey;
-- statement
alter table book add constraint one foreign key (author_id) references author (id), add constraint two foreign key (author_name) references author (name);
-- statement
alter table book alter column title set default 'x', add column year int;
-- statement
alter table note enable row level security, force row level security;
-- statement
alter table note alter column body set storage plain, alter column id set statistics 5;
-- statement
alter table author validate constraint author_name_key;
-- statement
alter table note add column c int check (c > 0), alter column c set default 7;
-- statement
alter table note rename column body to text;
-- statement
set lock_timeout = '5s'; alter table note add column c int; reset lock_timeout;
-- statement
savepoint a; alter table note add column c int; release a;
-- statement
set search_path = public; alter table note add column c int;
-- statement
select 1;
-- statement
select * from note;
-- statement
select count(*) from author where name = 'x';
-- statement
select * from note for update;
-- statement
select * from author, book;
-- statement
insert into note values (2, 'x');
-- statement
insert into note select id, name from author;
-- statement
insert into book (author_id) values (1);
-- statement
insert into book (title) values ('x');
-- statement
insert into author (name) values ('x');
-- statement
insert into author (name) values ('ada') on conflict (name) do nothing;
-- statement
update note set body = 'x';
-- statement
update note set body = 'x' where id = 1;
-- statement
update author set age = 3 where age is null;
-- statement
update author set name = upper(name) where id = 2;
-- statement
update book set author_id = 2;
-- statement
update book set title = 'x';
-- statement
update book set title = a.name from author a where a.id = book.author_id;
-- statement
delete from note;
-- statement
delete from author where id = 2;
-- statement
delete from book;
-- statement
delete from book using author where author.id = book.author_id;
-- statement
insert into missing values (1);
-- statement
update missing set a = 1;
-- statement
explain select 1;
-- statement
prepare p as select 1;
-- statement
notify x;
-- statement
create table fresh (id int primary key); insert into fresh values (1); alter table fresh add column c int not null default 0; create index on fresh (c);
-- statement
create table fresh (id int primary key); alter table note add column fresh_id int references fresh;
-- statement
alter table note rename to note_old; create table note (id int);
-- statement
drop table note; create table note (id int);
-- statement
alter table note add column c int; alter table note drop column c;
-- statement
alter table author add column nick text; update author set nick = name; alter table author alter column nick set not null;
-- statement
lock table author in access exclusive mode; create index on author (age);
