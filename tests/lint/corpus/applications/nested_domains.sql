-- setup
create domain d0 as int;
create domain d1 as d0 check (value > 0);
create domain d2 as d1 not null;
create type ct as (a int, b d1);
create table base (id int primary key, a d0, b d1, c ct, arr d1[], x int);
create table der (extra d1) inherits (base);
create table other (z d1, y text);
create table unused (k int);
insert into base select g, g, g from generate_series(1, 5) g; insert into other values (1);
-- statement
alter domain d0 add check (value < 100);
-- statement
alter domain d1 add constraint c1 check (value < 100);
-- statement
alter domain d1 add constraint c1 check (value < 100) not valid;
-- statement
alter domain d2 add check (value < 5);
-- statement
alter domain d0 set default 4;
-- statement
alter domain d0 set not null;
-- statement
alter table unused add column k2 d0;
-- statement
alter table unused add column k2 d1;
-- statement
alter table unused add column k2 d2 default 5;
-- statement
alter table unused add column k2 d1[];
-- statement
alter table unused add column k2 d1 default null;
-- statement
alter table unused alter k type d0;
-- statement
alter table unused alter k type d1;
-- statement
alter table base alter a type int;
-- statement
alter table base alter b type int;
-- statement
alter table base alter b type d0;
-- statement
alter table base alter a type d1;
-- statement
alter table base alter x type d0 using x;
-- statement
alter table base alter arr type int[];
-- statement
alter table base add column e ct;
-- statement
alter table other alter z type bigint;
-- statement
alter table other drop column z;
drop domain d1;
-- statement
drop table other;
-- statement
alter type ct add attribute q int;
-- statement
drop type ct;
