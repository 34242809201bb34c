-- setup
create function f(a int) returns int language sql immutable as 'select a';
create function f(a text) returns int language sql immutable as 'select 1';
create table t (id int primary key, a int, b text);
insert into t select g, g, 'x' from generate_series(1,40) g;
create index t_fa on t (f(a));

-- statement
drop function f(text);

-- statement
drop function f(int);

-- statement
drop function f(int) cascade;

-- statement
drop function f(text) cascade;

-- given
create view v as select f(b) as fb from t;
-- statement
drop function f(text);

-- given
create view v as select f(b) as fb from t;
-- statement
drop function f(int) cascade;

-- given
create table u (id int, z int default f('x'), check (f(id) > 0));
-- statement
drop function f(text);

-- given
create table u (id int, z int default f('x'), check (f(id) > 0));
-- statement
drop function f(int) cascade;

-- statement
drop function f;
