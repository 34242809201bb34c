-- setup
create table author (id bigint primary key, name text, age int, constraint named check (age > 0), constraint pending check (age < 500));
alter table author drop constraint pending; alter table author add constraint pending check (age < 500) not valid;
insert into author values (1, 'ada', 3), (2, 'bob', 4);
create table book (id bigint primary key, title text);
-- statement
alter table author add constraint adult check (age > 1);
-- statement
alter table author add check (age > 1);
-- statement
alter table author add constraint adult check (age > 1) not valid;
-- statement
alter table author add constraint adult check (age > 1) no inherit;
-- statement
alter table author add constraint adult check (age > 1) no inherit not valid;
-- statement 18..
alter table author add constraint adult check (age > 1) not enforced;
-- statement ..16
alter table author add constraint adult check (age > 1) not enforced;
-- statement
alter table author add constraint named check (age > 1);
-- statement
alter table author add constraint adult check (missing > 1);
-- statement
alter table author add constraint adult check (age);
-- statement
alter table author add constraint adult check (age > (select 1));
-- statement
alter table author validate constraint pending;
-- statement
alter table author validate constraint named;
-- statement
alter table author validate constraint missing;
-- statement
alter table author add constraint adult check (age > 1) not valid; alter table author validate constraint adult;
-- statement
alter table author add constraint adult check (age > 1) not valid, validate constraint adult;
-- statement
alter table author drop constraint named;
-- statement
alter table author drop constraint if exists missing;
-- statement
alter table author drop constraint missing;
-- statement
alter table author drop constraint named, add constraint named check (age >= 0);
-- statement
alter table author drop constraint named, add constraint named check (age >= 0) not valid;
-- statement
alter table author add constraint one check (age > 1), add constraint two check (name <> '');
-- statement
alter table author alter constraint named not enforced;
-- statement
alter table author alter constraint named deferrable;
-- statement 18..
alter table author add constraint adult check (age > 1) not enforced; alter table author validate constraint adult;
-- statement
create table fresh (a int check (a > 0)); alter table fresh add constraint b check (a < 5);
-- statement
create table fresh (like author including constraints);
-- statement
alter table author add constraint silly check (true);
-- statement
alter table author add constraint silly check (false) not valid;
