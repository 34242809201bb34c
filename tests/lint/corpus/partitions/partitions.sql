-- setup
create table event (id bigint, kind int, at date, note text default 'n', constraint kind_known check (kind < 100)) partition by list (kind);
create table event_1 partition of event for values in (1);
create table event_2 partition of event for values in (2);
create index event_at_idx on event (at);
insert into event values (1, 1, '2020-01-01'), (2, 2, '2020-01-01');
create table loose (id bigint, kind int, at date, note text, constraint kind_known check (kind < 100));
create table proven (id bigint, kind int, at date, note text, constraint kind_known check (kind < 100), constraint p check (kind is not null and kind = 4));
create table half_proven (id bigint, kind int not null, at date, note text, constraint kind_known check (kind < 100), constraint p check (kind = 5));
create table unproven (id bigint, kind int, at date, note text, constraint kind_known check (kind < 100), constraint p check (kind is not null and kind = 6) not valid);
create table indexed (id bigint, kind int, at date, note text, constraint kind_known check (kind < 100));
create index indexed_at on indexed (at);
create table wrong (id bigint, kind int);
create table mismatch (id bigint, kind bigint, at date, note text);
create table uncheckd (id bigint, kind int, at date, note text);
insert into loose values (3, 3, '2020-01-01'); insert into proven values (4, 4, '2020-01-01'); insert into half_proven values (5, 5, '2020-01-01');
insert into unproven values (6, 6, '2020-01-01'); insert into indexed values (7, 7, '2020-01-01');
-- statement
alter table event attach partition loose for values in (3);
-- statement
alter table event attach partition proven for values in (4);
-- statement
alter table event attach partition half_proven for values in (5);
-- statement
alter table event attach partition unproven for values in (6);
-- statement
alter table event attach partition indexed for values in (7);
-- statement
alter table event attach partition loose default;
-- statement
alter table event attach partition wrong for values in (8);
-- statement
alter table event attach partition mismatch for values in (8);
-- statement
alter table event attach partition uncheckd for values in (8);
-- statement
alter table event attach partition event_1 for values in (8);
-- statement
alter table event attach partition loose for values in (1);
-- statement
alter table event detach partition event_1;
-- statement
alter table event detach partition event_1 concurrently;
-- statement
alter table event detach partition loose;
-- statement
create table event_3 partition of event for values in (3);
-- statement
create table event_3 partition of event default;
-- statement
create table event_1 partition of event for values in (3);
-- statement
create table event_3 partition of event for values in (1);
-- statement
create table event_3 (like event including all);
-- statement
create table event_3 (like event including defaults); alter table event attach partition event_3 for values in (3);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
alter table event attach partition loose for values in (3);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
alter table event attach partition proven for values in (4);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01'); alter table event_rest add constraint none_of_4 check (kind is not null and kind <> 4);
-- statement
alter table event attach partition proven for values in (4);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01'); alter table event_rest add constraint none_of_4 check (kind <> 4);
-- statement
alter table event attach partition proven for values in (4);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01'); alter table event_rest add constraint none_of_4 check (not (kind is not null and kind = 4));
-- statement
alter table event attach partition proven for values in (4);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
create table event_3 partition of event for values in (3);
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
alter table event detach partition event_1;
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
alter table event detach partition event_1 concurrently;
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
drop table event_1;
-- given
create table event_rest partition of event default; insert into event values (9, 9, '2020-01-01');
-- statement
alter table event detach partition event_rest;
-- statement
drop table event_1;
-- statement
drop table event;
-- statement
truncate event;
-- statement
truncate event_1;
-- statement
truncate only event;
-- statement
alter table event add column c int;
-- statement
alter table event add column c int default 5;
-- statement
alter table event add column c float8 default random();
-- statement
alter table only event add column c int;
-- statement
alter table event_1 add column c int;
-- statement
alter table event drop column note;
-- statement
alter table event_1 drop column note;
-- statement
alter table only event drop column note;
-- statement
alter table event drop column kind;
-- statement
alter table event alter column note type varchar(10);
-- statement
alter table event alter column note type varchar;
-- statement
alter table event alter column at type timestamp;
-- statement
alter table event alter column kind type bigint;
-- statement
alter table event_1 alter column note type varchar;
-- statement
alter table event alter column note set not null;
-- statement
alter table only event alter column note set not null;
-- statement
alter table event_1 alter column note set not null;
-- statement
alter table event alter column note drop not null;
-- statement
alter table event alter column note set default 'x';
-- statement
alter table event alter column note drop default;
-- statement
alter table event_1 alter column note set default 'x';
-- statement
alter table event add constraint c check (id > 0);
-- statement
alter table event add constraint c check (id > 0) not valid;
-- statement
alter table event_1 add constraint c check (id > 0);
-- statement
alter table only event add constraint c check (id > 0);
-- statement
alter table event drop constraint kind_known;
-- statement
alter table event_1 drop constraint kind_known;
-- statement
alter table event rename column note to remark;
-- statement
alter table event_1 rename column note to remark;
-- statement
alter table event rename to events;
-- statement
alter table event_1 rename to events_1;
-- statement
alter table event add primary key (id, kind);
-- statement
alter table event add primary key (id);
-- statement
alter table event add unique (kind, id);
-- statement
alter table event_1 add primary key (id);
-- statement
create index on event (id);
-- statement
create index on only event (id);
-- statement
create unique index on event (id);
-- statement
create unique index on event (id, kind);
-- statement
create index concurrently on event (id);
-- statement
create index on event_1 (id);
-- statement
create index concurrently x on event_1 (id);
-- statement
drop index event_at_idx;
-- statement
drop index concurrently event_at_idx;
-- statement
drop index event_1_at_idx;
-- statement
alter index event_at_idx rename to renamed;
-- statement
reindex index event_at_idx;
-- statement
reindex table event_1;
-- given
create index event_id_idx on only event (id); create index event_1_id on event_1 (id); create index event_1_at on event_1 (at);
-- statement
alter index event_id_idx attach partition event_1_id;
-- given
create index event_id_idx on only event (id); create index event_1_id on event_1 (id); create index event_1_at on event_1 (at);
-- statement
alter index event_id_idx attach partition event_1_at;
-- statement
alter table event set (fillfactor = 70);
-- statement
alter table event owner to current_user;
-- statement
alter table event enable row level security;
-- statement
alter table event set schema pg_catalog;
-- statement
alter table event disable trigger all;
-- statement
comment on table event is 'x';
-- statement
create trigger t after insert on event for each row execute function suppress_redundant_updates_trigger();
-- given
create function noop() returns trigger language plpgsql as 'begin return new; end';
-- statement
create trigger t after insert on event for each row execute function noop();
-- given
create function noop() returns trigger language plpgsql as 'begin return new; end';
create trigger t after insert on event for each row execute function noop();
-- statement
drop trigger t on event;
-- given
create function noop() returns trigger language plpgsql as 'begin return new; end';
create trigger t after insert on event for each row execute function noop();
-- statement
alter table event disable trigger t;
-- statement
vacuum full event;
-- statement
alter table event set unlogged;
-- statement
alter table event set logged;
-- statement
alter table event cluster on event_at_idx;
-- statement
alter table event replica identity full;
-- statement
lock table event in share mode;
-- statement
lock table only event;
-- statement
insert into event values (10, 1, '2020-01-01');
-- statement
update event set note = 'x';
-- statement
delete from event;
-- setup
create table log (id bigint not null, at date not null, who int) partition by range (at);
create table log_2020 partition of log for values from ('2020-01-01') to ('2021-01-01');
create table log_2021 partition of log for values from ('2021-01-01') to ('2022-01-01') partition by list (who);
create table log_2021_a partition of log_2021 for values in (1);
insert into log values (1, '2020-02-02', 1), (2, '2021-02-02', 1);
create table old (id bigint not null, at date not null, who int);
insert into old values (1, '2019-02-02', 1);
create table checked (id bigint not null, at date not null, who int, constraint c check (at >= '2019-01-01' and at < '2020-01-01'));
insert into checked values (1, '2019-02-02', 1);
create table between_checked (id bigint not null, at date not null, who int, constraint c check (at between '2019-01-01' and '2019-12-31'));
create table narrow (id bigint not null, at date not null, who int, constraint c check (at >= '2019-03-01' and at < '2019-06-01'));
create table wide (id bigint not null, at date not null, who int, constraint c check (at >= '2010-03-01' and at < '2020-01-01'));
create table nullable (id bigint not null, at date, who int, constraint c check (at >= '2019-01-01' and at < '2020-01-01'));
create table elsewhere (id bigint not null, at date not null, who int); insert into elsewhere values (1, '2021-02-02', 2);
create table hashed (id int) partition by hash (id);
create table hashed_0 partition of hashed for values with (modulus 2, remainder 0);
create table hash_1 (id int);
-- statement
alter table log attach partition old for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition checked for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition between_checked for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition narrow for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition wide for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition nullable for values from ('2019-01-01') to ('2020-01-01');
-- statement
alter table log attach partition checked for values from (minvalue) to ('2020-01-01');
-- statement
alter table log attach partition old for values from ('2020-06-01') to ('2020-07-01');
-- statement
alter table hashed attach partition hash_1 for values with (modulus 2, remainder 1);
-- statement
alter table log_2021 attach partition elsewhere for values in (2);
-- statement
alter table log add column c int;
-- statement
alter table log add constraint ck check (who > 0);
-- statement
alter table log alter column who set not null;
-- statement
create index on log (who);
-- statement
drop table log_2021;
-- statement
alter table log detach partition log_2021;
-- statement
alter table log alter column who type bigint;
-- statement
alter table log_2021 add column c int;
-- statement
create table log_2022 partition of log for values from ('2022-01-01') to ('2023-01-01');
-- statement
create table log_2022 partition of log for values from ('2022-01-01') to ('2023-01-01') partition by list (who);
-- given
create table log_rest partition of log default;
create table log_rest_x (id bigint not null, at date not null, who int);
-- statement
create table log_2022 partition of log for values from ('2022-01-01') to ('2023-01-01');
-- given
create table log_rest partition of log default partition by list (who);
create table log_rest_1 partition of log_rest for values in (1);
-- statement
alter table log attach partition old for values from ('2019-01-01') to ('2020-01-01');
-- given
create table log_rest partition of log default partition by list (who);
create table log_rest_1 partition of log_rest for values in (1);
-- statement
alter table log attach partition checked for values from ('2019-01-01') to ('2020-01-01');
-- given
drop table log_2021; alter table log add primary key (id, at);
-- statement
alter table log attach partition checked for values from ('2019-01-01') to ('2020-01-01');
-- given
drop table log_2021; alter table log add primary key (id, at); alter table checked add primary key (id, at);
-- statement
alter table log attach partition checked for values from ('2019-01-01') to ('2020-01-01');
-- given
drop table log_2021; alter table log add primary key (id, at); create unique index checked_u on checked (id, at);
-- statement
alter table log attach partition checked for values from ('2019-01-01') to ('2020-01-01');
-- given
drop table log_2021; alter table log add primary key (id, at);
-- statement
alter table log drop constraint log_pkey;
-- given
drop table log_2021; alter table log add primary key (id, at);
-- statement
drop table log_2020;
-- given
drop table log_2021; alter table log add primary key (id, at); create table ref (id bigint, at date, foreign key (id, at) references log);
-- statement
drop table log_2020;
-- setup
create table a (id int, t text) partition by list (id);
create table a_1 partition of a for values in (1);
create index a_t on a_1 (t);
alter table a add constraint later check (t <> '') not valid;
insert into a values (1, 'x');
create table p (t text); create table q () inherits (p); create index p_t on p (t);
-- statement
alter table a alter column t set statistics 50, enable row level security;
-- statement
alter table a validate constraint later, enable row level security;
-- statement
alter table a validate constraint later, alter column t set statistics 50;
-- statement
alter table a_1 cluster on a_t, enable row level security;
-- statement
alter table p alter column t set statistics 50, force row level security;
-- statement
alter table p cluster on p_t, alter column t set default 'x';
