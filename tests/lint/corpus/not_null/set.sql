-- setup
create table author (id bigint primary key, name text, age int, tag text, a int, b int);
insert into author values (1, 'ada', 3, 'x', 1, 1), (2, 'bob', 4, 'y', 2, 2);
-- statement
alter table author alter column name set not null;
-- statement
alter table author alter column id set not null;
-- statement
alter table author alter column missing set not null;
-- statement
alter table author alter column name set not null, alter column age set not null;
-- statement
alter table only author alter column name set not null;
-- given
alter table author add constraint present check (name is not null);
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (name is not null) not valid;
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (name is not null) not valid; alter table author validate constraint present;
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (name is not null) not valid; alter table author validate constraint present;
-- statement
alter table author alter column name set not null, drop constraint present;
-- given
alter table author add constraint present check (name is not null) not valid;
-- statement
alter table author validate constraint present; alter table author alter column name set not null;
-- given
alter table author add constraint present check (name is not null) not valid;
-- statement
alter table author validate constraint present, alter column name set not null;
-- statement
alter table author add constraint present check (name is not null), alter column name set not null;
-- given
alter table author add constraint present check (name is not null and age > 0);
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (age is not null and age > 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (age > 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (age is not null or age > 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (age is not null or a > 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (not (age is null));
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (not age is null);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (age is distinct from null);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (coalesce(age, 0) > 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check ((age is not null) is true);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check ((age is not null) = true);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (num_nulls(age) = 0);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (age is not null or name is not null);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (not (age is null or name is null));
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (a is not null and (b is not null and age is not null));
-- statement
alter table author alter column age set not null, alter column a set not null, alter column b set not null;
-- given
alter table author add constraint present check (a is not null);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (a is not null);
-- statement
alter table author alter column a set not null, alter column age set not null;
-- given
alter table author add constraint present check (a is not null), add constraint present_b check (b is not null);
-- statement
alter table author alter column a set not null, alter column b set not null;
-- given
alter table author add constraint present check (age is not null and age > 0 or age is not null and age < -5);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (case when a > 0 then age is not null else age is not null end);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (row(age, a) is not null);
-- statement
alter table author alter column age set not null;
-- given
alter table author add constraint present check (name is not null) no inherit;
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (name <> '' and name is not null) not valid; alter table author validate constraint present;
-- statement
alter table author alter column name set not null;
-- given
alter table author add constraint present check (name is not null) not enforced;
-- statement 18..
alter table author alter column name set not null;
-- given
alter table author add constraint name_nn not null name not valid;
-- statement 18..
alter table author alter column name set not null;
-- given
alter table author add constraint name_nn not null name not valid;
-- statement 18..
alter table author validate constraint name_nn;
-- given
alter table author add constraint name_nn not null name not valid; alter table author validate constraint name_nn;
-- statement 18..
alter table author alter column name set not null;
-- statement 18..
alter table author add constraint name_nn not null name not valid;
-- statement 18..
alter table author add constraint name_nn not null name;
-- statement ..16
alter table author add constraint name_nn not null name not valid;
-- given
alter table author add constraint present check (name is not null);
-- statement 18..
alter table author add constraint name_nn not null name;
-- given
alter table author add constraint name_nn not null name not valid;
-- statement 18..
alter table author alter column name drop not null;
-- given
alter table author add constraint name_nn not null name;
-- statement 18..
alter table author drop constraint name_nn;
-- given
alter table author add constraint name_nn not null name;
-- statement 18..
alter table author add constraint name_again not null name;
-- given
alter table author add constraint name_nn not null name;
-- statement 18..
alter table author alter constraint name_nn no inherit;
-- given
alter table author alter column name set not null;
-- statement
alter table author alter column name set not null;
-- given
alter table author alter column name set not null;
-- statement
alter table author alter column name drop not null;
-- given
alter table author alter column a set not null; alter table author drop constraint author_pkey;
-- statement
alter table author add primary key (a);
-- given
create unique index author_a on author (a);
-- statement
alter table author alter column a set not null;
-- given
alter table author add column vir int generated always as (a + 1) virtual;
-- statement 18..
alter table author alter column vir set not null;
-- statement
create table fresh (a int); alter table fresh alter column a set not null;
-- statement
alter table author add column fresh int; alter table author alter column tag set not null;
-- statement
alter table author add column c int default 5; alter table author alter column c set not null;
