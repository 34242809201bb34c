-- setup
create table t (id int primary key, v varchar(20) collate "C", n numeric(5,2), p int, q text, constraint n_ck check (n > 0), constraint p_ck check (p <> 3));
create index t_expr on t (upper(v));
create index t_part on t (id) where v is not null;
create index t_inc on t (id) include (v);
create unique index t_vn on t (v, n);
create statistics t_st on v, n from t;
create table r (id int primary key, t_v varchar(20), f int references t);
insert into t select g, 'v' || g, 1, 1 from generate_series(1, 10) g; insert into r select g, 'v', g from generate_series(1, 10) g;
-- statement
alter table t alter v type varchar(30);
-- statement
alter table t alter v type varchar(30) collate "C";
-- statement
alter table t alter v type text;
-- statement
alter table t alter v type char(20);
-- statement
alter table t alter n type numeric(8,2);
-- statement
alter table t alter n type numeric(8,3);
-- statement
alter table t alter n type numeric;
-- statement
alter table t alter n type float8;
-- statement
alter table t alter p type bigint;
-- statement
alter table t alter id type bigint;
-- statement
alter table t alter id type bigint, alter v type text;
-- statement
alter table r alter f type bigint;
-- statement
alter table r alter t_v type varchar(30);
-- statement
alter table t alter q type varchar(10);
-- statement
alter table t alter q type text collate "C";
-- statement
alter table t alter q type varchar collate "POSIX";
-- statement
alter table t drop column v;
-- statement
alter table t drop column n;
-- statement
alter table t drop column id cascade;
-- statement
drop statistics t_st;
-- statement
alter table t drop constraint p_ck, drop constraint n_ck;
-- statement
alter table t drop constraint t_pkey cascade;
-- statement
alter table r drop constraint r_f_fkey, drop constraint r_pkey;
-- statement
alter table t rename v to w;
-- statement
update t set q = 'x';
alter table t alter q set not null;
