-- setup
create schema fin;
create table fin.acct (id int not null, opened date default current_date, balance numeric check (balance > -1000), kind text not null) with (autovacuum_enabled = off);
create table fin.savings (rate real) inherits (fin.acct);
create table fin.checking (overdraft numeric, primary key (id)) inherits (fin.acct);
create table fin.student (school text) inherits (fin.checking);
create index acct_kind on fin.acct (kind);
create index savings_kind on fin.savings (kind);
create rule savings_log as on insert to fin.savings do also select 1;
create table fin.fx (pair char(6) constraint fx_pk primary key, rate float4 default 1.0);
create function fin.rate(p text) returns float4 language sql stable begin atomic select rate from fin.fx where pair = p; end;
create view fin.rich as select * from fin.acct where balance > 100;
create view fin.rich_kinds as select kind, count(*) from fin.rich group by kind;
create materialized view fin.mv as select * from fin.rich_kinds;
insert into fin.acct select g, now(), 1, 'k' from generate_series(1, 8) g;
insert into fin.savings select g, now(), 1, 'k', 1 from generate_series(1, 8) g;
insert into fin.checking select g, now(), 1, 'k' from generate_series(1, 8) g;
-- statement
alter table fin.acct add column closed date;
-- statement
alter table fin.acct add column tok uuid default gen_random_uuid();
-- statement
alter table fin.acct add column rate real;
-- statement
alter table fin.acct alter column kind type varchar(30);
-- statement
alter table fin.acct alter column id type bigint;
-- statement
alter table fin.acct alter column opened type timestamp;
-- statement
alter table fin.checking alter column opened type timestamp;
-- statement
alter table fin.savings alter column rate type float8;
-- statement
alter table fin.acct drop column kind;
-- statement
alter table fin.acct drop column opened;
-- statement
alter table only fin.acct drop column opened;
-- statement
alter table fin.acct drop constraint acct_balance_check;
-- statement
alter table fin.acct add constraint kind_nonempty check (kind <> '');
-- statement
alter table fin.acct add constraint kind_nonempty check (kind <> '') not valid;
alter table fin.acct validate constraint kind_nonempty;
-- statement
alter table fin.acct alter column opened set not null;
-- statement
alter table only fin.savings alter column opened set not null;
-- statement
alter table fin.acct add primary key (id);
-- statement
alter table fin.savings add constraint s_fk foreign key (id) references fin.checking;
-- statement
alter table fin.student no inherit fin.checking;
-- statement
create table fin.joint (id int not null, opened date, balance numeric, kind text not null, constraint acct_balance_check check (balance > -1000));
alter table fin.joint inherit fin.acct;
-- statement
alter table fin.acct rename column kind to type;
-- statement
alter table fin.savings rename column kind to type;
-- statement
alter table fin.acct set schema public;
-- statement
alter table fin.acct rename constraint acct_balance_check to bal;
-- statement
drop table fin.savings;
-- statement
drop table fin.checking;
-- statement
drop table fin.acct cascade;
-- statement
truncate fin.acct;
-- statement
truncate only fin.acct;
-- statement
update fin.acct set balance = 0;
-- statement
delete from only fin.acct;
-- statement
insert into fin.savings values (1, null, 1, 'z', 2);
-- statement
alter table fin.fx alter column rate type float8;
-- statement
alter table fin.fx alter column pair type varchar(6);
-- statement
drop table fin.fx;
-- statement
alter table fin.fx rename rate to r;
-- statement
drop function fin.rate(text);
-- statement
drop view fin.rich;
-- statement
drop view fin.rich cascade;
-- statement
create or replace view fin.rich as select * from fin.acct where balance > 1000;
-- statement
alter view fin.rich rename to wealthy;
-- statement
alter view fin.rich owner to current_user;
-- statement
refresh materialized view fin.mv;
-- statement
create unique index on fin.mv (kind);
refresh materialized view fin.mv;
-- statement
analyze fin.acct;
-- statement
vacuum fin.acct, fin.fx;
-- statement
lock table fin.acct in exclusive mode;
-- statement
lock table fin.rich in share mode;
-- statement
alter table fin.acct enable row level security;
-- statement
create trigger t before insert on fin.acct for each statement execute function suppress_redundant_updates_trigger();
-- statement
drop rule savings_log on fin.savings;
-- statement
alter table fin.savings disable rule savings_log;
-- statement
create or replace rule savings_log as on update to fin.savings do also delete from fin.fx;
-- statement
alter table fin.acct owner to current_user, set (fillfactor = 60);
-- statement
alter table fin.acct replica identity nothing;
-- statement
cluster fin.savings using savings_kind;
-- statement
alter table fin.acct add column n int generated always as identity;
-- statement
alter table fin.savings add column n serial;
-- statement 18..
alter table fin.acct add constraint opened_nn not null opened;
-- statement 18..
alter table fin.acct add constraint opened_nn not null opened no inherit;
-- statement 18..
alter table only fin.acct alter column kind drop not null;
-- statement
alter table fin.acct alter column kind drop not null;
