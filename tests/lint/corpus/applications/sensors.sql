-- setup
create table sensor (id int primary key, name text, kind varchar(10));
create table reading (sensor_id int not null references sensor, at timestamptz not null, val real, q smallint default 0) partition by range (at);
create table reading_25 partition of reading for values from ('2025-01-01 00:00+00') to ('2026-01-01 00:00+00');
create table reading_26 partition of reading for values from ('2026-01-01 00:00+00') to ('2027-01-01 00:00+00');
create index reading_at on reading (at);
create table alarm (id int, sensor_id int) partition by list (sensor_id);
create table alarm_1 partition of alarm for values in (1, 2);
create table alarm_x partition of alarm default;
create table archive (id int, sensor_id int);
create table archive_ok (id int, sensor_id int, constraint so check (sensor_id = 7 and sensor_id is not null));
create table cold (note text) inherits (archive);
create unlogged table stage (sensor_id int, at timestamptz, val real);
create materialized view latest as select sensor_id, max(at) as at from reading group by 1;
insert into sensor values (1, 'a', 'k'), (2, 'b', 'k');
insert into reading values (1, '2025-02-02', 1), (2, '2026-02-02', 1);
insert into alarm values (1, 1), (2, 9);
insert into archive values (1, 5); insert into stage values (1, '2026-03-03', 4);
-- statement
create table reading_27 partition of reading for values from ('2027-01-01 00:00+00') to ('2028-01-01 00:00+00');
-- statement
create table reading_rest partition of reading default;
-- statement
create table alarm_3 partition of alarm for values in (3);
-- statement
create table reading_27 (like reading including defaults including constraints);
alter table reading attach partition reading_27 for values from ('2027-01-01 00:00+00') to ('2028-01-01 00:00+00');
-- statement
alter table alarm attach partition archive for values in (5);
-- statement
alter table alarm attach partition archive_ok for values in (7);
-- statement
alter table reading detach partition reading_25;
-- statement
alter table alarm detach partition alarm_x;
-- statement
drop table reading_25;
-- statement
drop table alarm_x;
-- statement
alter table reading add column unit text default 'C';
-- statement
alter table reading alter column val type double precision;
-- statement
alter table reading alter column q set not null;
-- statement
alter table reading add constraint val_ck check (val > -273) not valid;
-- statement
alter table reading add primary key (sensor_id, at);
-- statement
create index on reading (sensor_id, at desc);
-- statement
create index ri on only reading (q);
-- statement
create index concurrently on reading_25 (q);
-- statement
drop index reading_at;
-- statement
alter table sensor alter column id type bigint;
-- statement
alter table reading alter column sensor_id type bigint;
-- statement
alter table reading drop constraint reading_sensor_id_fkey;
-- statement
alter table sensor drop constraint sensor_pkey cascade;
-- statement
drop table sensor cascade;
-- statement
truncate reading;
-- statement
insert into alarm select 5, 1;
-- statement
update alarm set id = id + 1;
-- statement
refresh materialized view latest;
-- statement
drop materialized view latest; alter table reading drop column at;
-- statement
alter table archive add column x int not null default 0;
-- statement
alter table archive alter column id set not null;
-- statement
alter table archive add constraint pos check (id > 0);
-- statement
drop table archive;
-- statement
drop table archive cascade;
-- statement
alter table stage set logged;
-- statement
create trigger rt after insert on reading referencing new table as n for each statement execute function suppress_redundant_updates_trigger();
-- statement
alter table reading rename column val to value;
-- statement
alter table reading enable row level security;
-- statement
create statistics rs on sensor_id, q from reading;
-- statement
create publication rp for table reading, sensor;
-- statement
vacuum analyze reading_25;
-- statement
analyze alarm;
-- statement
lock table alarm in row exclusive mode;
-- statement
comment on table reading_25 is 'x';
-- statement
grant select on reading, alarm to public;
-- statement
alter table alarm owner to current_user;
-- statement
alter table reading_26 set (autovacuum_enabled = off);
