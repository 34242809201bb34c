-- setup
create table t (id int primary key, n int, v varchar(20), ts timestamptz);
insert into t select g, g, 'v', now() from generate_series(1, 10) g;
-- statement
alter table t add constraint n_ok check (n is not null and n > -1) not valid;
alter table t validate constraint n_ok;
alter table t alter column n set not null;
-- statement
alter table t add constraint n_ok check (n > 0);
alter table t alter column n set not null;
-- statement
alter table t add constraint n_ok check (n is not null or v is not null);
alter table t alter column n set not null;
-- statement
alter table t add constraint n_ok check ((n is not null) and (v is not null));
alter table t alter column n set not null, alter column v set not null;
-- statement
alter table t add check (not (n is null));
alter table t alter n set not null;
-- statement
alter table t add check (coalesce(n, 0) >= 0 and n is not null);
alter table t alter n set not null;
-- statement
alter table t alter n set not null, alter v set not null, add check (ts is not null);
-- statement
alter table t alter n set not null;
alter table t add check (n is not null);
-- statement
alter table t add primary key (n);
-- statement
alter table t drop constraint t_pkey, add primary key (n);
-- statement
alter table t drop constraint t_pkey;
alter table t add primary key (id);
-- statement
alter table t alter id drop not null;
-- statement
alter table t drop constraint t_pkey;
alter table t alter id drop not null;
-- statement
create unique index u on t (v, n);
alter table t drop constraint t_pkey;
-- statement
alter table t add constraint t_n unique (n), add constraint t_n_pos check (n > 0), alter v type text;
-- statement
alter table t add column a int, add column b int not null default 0, add column c text default 'x', drop column v;
-- statement
alter table t add column a int;
alter table t add constraint a_ck check (a > 0) not valid;
alter table t validate constraint a_ck;
-- statement
alter table t add column a int default 1;
create index on t (a);
-- statement
create table x (id int primary key, t_id int references t);
create index on x (t_id);
alter table x add column note text not null default gen_random_uuid()::text;
-- statement
create table x as select * from t;
alter table x add primary key (id);
alter table t rename to t_old;
alter table x rename to t;
-- statement
drop table t;
create table t (id bigint primary key, v text);
-- statement
alter table t add column nn numeric(10,2) default 1.5, alter column nn type numeric(12,2);
-- statement
alter table t alter column v type varchar(40), alter column v set not null;
-- statement
alter table t alter column v type varchar(40), alter column v set default '', add constraint v_ck check (v <> '');
-- statement
alter table t alter column n type bigint, alter column n set default 0, add column m int;
-- statement
alter table t alter column v type varchar(30) using v;
-- statement
alter table t alter column v type varchar(30) using v::text;
-- statement
alter table t alter column v type text using trim(v);
-- statement
alter table t alter column n type int;
-- statement
alter table t alter column n type integer using (n);
-- statement
alter table t alter column ts type timestamptz using ts + interval '1 hour';
-- statement
set timezone to 'UTC';
alter table t alter column ts type timestamp;
-- statement
set timezone to 'Europe/Berlin';
alter table t alter column ts type timestamp;
-- statement
set local time zone 'UTC';
alter table t alter column ts type timestamp using ts::timestamp;
-- statement
alter table t add constraint fk foreign key (n) references t (id) not valid;
-- statement
alter table t add constraint fk foreign key (n) references t (id);
-- statement
create index i on t (n) where v is not null;
alter table t alter v type text;
-- statement
create index i on t (lower(v));
-- statement
alter table t add exclude (n with =);
