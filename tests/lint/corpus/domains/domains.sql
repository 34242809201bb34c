-- setup
create domain email as text;
create domain work_email as email;
create domain positive as int constraint above check (value > 0);
create domain pending as int; alter domain pending add constraint low check (value < 100) not valid;
create type pair as (a email, b int);
create table author (id bigint primary key, mail email, work work_email, p positive, mails email[], q pair, later pending);
insert into author values (1, 'a', 'a', 1, '{a}', row('a', 1), 1), (2, 'b', 'b', 1, '{b}', row('a', 1), 2);
create table fan (id bigint, mail email);
create table other (id bigint, t text);
create view mails as select mail from author;
create materialized view mat as select mail from author;
create table animal (id bigint, mail email); create table cat () inherits (animal);
insert into fan values (1, 'x'); insert into cat values (1, 'x');
-- statement
alter domain email add constraint present check (value <> '');
-- statement
alter domain email add constraint present check (value <> '') not valid;
-- statement
alter domain email add check (value <> '');
-- statement
alter domain email set not null;
-- statement
alter domain email drop not null;
-- statement
alter domain positive add constraint small check (value < 1000);
-- statement
alter domain positive drop constraint above;
-- statement
alter domain positive drop constraint missing;
-- statement
alter domain positive drop constraint if exists missing;
-- statement
alter domain pending validate constraint low;
-- statement
alter domain positive validate constraint above;
-- statement
alter domain pending add constraint low2 check (value < 200) not valid; alter domain pending validate constraint low2;
-- statement
alter domain positive set default 5;
-- statement
alter domain positive drop default;
-- statement
alter domain positive rename constraint above to over;
-- statement
alter domain positive rename to plus;
-- statement
alter domain positive owner to current_user;
-- statement
alter domain missing add check (value > 0);
-- statement
alter domain positive add constraint above check (value > 5);
-- statement
alter domain work_email add constraint w check (value <> 'nobody');
-- statement
alter domain work_email set not null;
-- statement
create domain fresh as int check (value > 0);
-- statement
create domain positive as int;
-- statement
drop domain positive;
-- statement
drop domain positive cascade;
-- statement
drop domain if exists missing;
-- statement
create domain fresh as int; alter domain fresh add check (value > 0);
-- given
drop materialized view mat; drop table author cascade; drop type pair;
-- statement
alter domain email add constraint present check (value <> '');
-- given
drop materialized view mat; drop table author cascade; drop type pair;
-- statement
alter domain email set not null;
-- given
drop materialized view mat; drop view mails; drop table author; drop type pair; create table holder (id int, ms email[]);
-- statement
alter domain email add constraint present check (value <> '');
-- given
create table parted (id int, mail work_email) partition by list (id); create table parted_1 partition of parted for values in (1); insert into parted values (1, 'x');
-- statement
alter domain work_email add constraint w check (value <> 'nobody');
