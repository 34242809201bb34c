-- setup
create table animal (id bigint primary key, name text, age int, constraint named check (name <> ''));
create table cat (lives int) inherits (animal);
create table lion (roar text) inherits (cat);
create table stray (id bigint not null, name text, age int, constraint named check (name <> ''));
create index animal_name on animal (name);
create index cat_name on cat (name);
insert into animal values (1, 'a', 1); insert into cat values (2, 'b', 2); insert into lion values (3, 'c', 3); insert into stray values (4, 'd', 4);
-- statement
alter table animal add column c int;
-- statement
alter table only animal add column c int;
-- statement
alter table animal add column c float8 default random();
-- statement
alter table animal drop column age;
-- statement
alter table only animal drop column age;
-- statement
alter table cat drop column age;
-- statement
alter table cat add column c int;
-- statement
alter table animal alter column name type varchar;
-- statement
alter table animal alter column age type bigint;
-- statement
alter table cat alter column age type bigint;
-- statement
alter table animal alter column age set not null;
-- statement
alter table only animal alter column age set not null;
-- statement
alter table cat alter column age set not null;
-- statement
alter table animal alter column age set default 5;
-- statement
alter table only animal alter column age set default 5;
-- statement
alter table animal add constraint c check (age > 0);
-- statement
alter table animal add constraint c check (age > 0) no inherit;
-- statement
alter table only animal add constraint c check (age > 0);
-- statement
alter table animal add constraint c check (age > 0) not valid;
-- given
alter table animal add constraint c check (age > 0) not valid;
-- statement
alter table animal validate constraint c;
-- statement
alter table animal drop constraint named;
-- statement
alter table only animal drop constraint named;
-- statement
alter table cat drop constraint named;
-- statement
alter table animal add unique (name);
-- statement
alter table animal rename column name to title;
-- statement
alter table only animal rename column name to title;
-- statement
alter table cat rename column name to title;
-- statement
alter table animal rename constraint named to labelled;
-- statement
alter table animal rename to beast;
-- statement
alter table stray inherit animal;
-- statement
alter table cat no inherit animal;
-- statement
alter table animal inherit lion;
-- statement
create table tiger (stripes int) inherits (animal);
-- statement
drop table animal;
-- statement
drop table animal cascade;
-- statement
drop table lion;
-- statement
truncate animal;
-- statement
truncate only animal;
-- statement
create index on animal (age);
-- statement
alter table animal enable row level security;
-- statement
alter table animal owner to current_user;
-- statement
alter table animal set (fillfactor = 50);
-- statement
alter table animal alter column name set statistics 50;
-- statement
alter table animal alter column name set storage external;
-- statement
lock table animal in share mode;
-- statement
update animal set age = 5;
-- statement
delete from only animal;
-- statement
alter table animal set schema pg_catalog;
-- statement
alter table animal disable trigger all;
-- statement
vacuum full animal;
-- statement
analyze animal;
-- statement
alter table stray add column c bigint generated always as identity;
-- statement
alter table animal add column c bigint generated always as identity;
-- statement
alter table animal add column c serial;
-- statement
alter table cat alter column id drop not null;
-- statement
alter table cat add primary key (id);
-- statement
alter table animal drop constraint animal_pkey;
-- statement
alter table animal drop constraint animal_pkey, add primary key (age);
-- statement
alter table animal add column d text generated always as (missing) stored;
-- statement
alter table animal add column d text generated always as (name) stored;
-- given
alter table animal alter column age set not null;
-- statement
alter table animal alter column age set not null;
-- given
alter table animal alter column age set not null;
-- statement
alter table cat alter column age drop not null;
-- given
alter table animal alter column age set not null;
-- statement
alter table animal alter column age drop not null;
-- given
alter table animal add constraint age_present check (age is not null);
-- statement
alter table animal alter column age set not null;
-- given
alter table cat add constraint age_present check (age is not null);
-- statement
alter table animal alter column age set not null;
-- setup
create table author (id int primary key); insert into author values (1);
create table post (id int primary key, author_id int, code int not null); create table news () inherits (post); create table brief () inherits (news);
insert into post values (1, 1, 1); insert into news values (2, 1, 1); insert into brief values (3, 1, 1);
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table part (id int, author_id int, kind int) partition by list (kind); create table part_1 partition of part for values in (1);
insert into part values (1, 1, 1);
create trigger t before insert on part for each row execute function touch();
create table keyed (id int, kind int, author_id int references author) partition by list (kind); create table keyed_1 partition of keyed for values in (1);
create table stated (id int, kind int) partition by list (kind); create table stated_1 partition of stated for values in (1);
create trigger s after insert on stated for each statement execute function touch();
-- statement
alter table post add constraint fk foreign key (author_id) references author (id);
-- statement
alter table post add constraint fk foreign key (author_id) references author (id) not valid;
-- statement
alter table post add column editor_id int references author (id);
-- statement
alter table post add column editor_id int default 1 references author (id);
-- statement
alter table post add column slug text unique;
-- statement
alter table post add constraint u unique (code);
-- statement
alter table post drop constraint post_pkey;
-- given
alter table post add constraint fk foreign key (author_id) references author (id) not valid;
-- statement
alter table post validate constraint fk;
-- given
alter table post add constraint fk foreign key (author_id) references author (id);
-- statement
alter table post drop constraint fk;
-- given
alter table post add constraint fk foreign key (author_id) references author (id);
-- statement
alter table post alter constraint fk deferrable;
-- given
alter table part add constraint fk foreign key (author_id) references author (id);
-- statement
alter table part alter constraint fk deferrable;
-- statement
alter table part disable trigger all;
-- statement
alter table part disable trigger user;
-- statement
alter table part enable trigger t;
-- statement
alter table keyed disable trigger all;
-- statement
alter table keyed disable trigger user;
-- statement
alter table stated disable trigger all;
-- statement
alter table stated disable trigger s;
-- statement
alter table author disable trigger all;
-- given
create table ready (id int not null, kind int not null) partition by list (kind); create table ready_1 partition of ready for values in (1);
-- statement
alter table ready add primary key (id, kind);
-- given
create table ready (id int not null, kind int) partition by list (kind); create table ready_1 partition of ready for values in (1);
-- statement
alter table ready add primary key (id, kind);
-- given
create table ready (id int not null); create table ready_child () inherits (ready);
-- statement
alter table ready add primary key (id);
-- given
create table ready (id int); create table ready_child () inherits (ready);
-- statement
alter table ready add primary key (id);
