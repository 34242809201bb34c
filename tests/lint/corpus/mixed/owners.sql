-- setup
create table team (id serial primary key, name text, owner int);
create table log (id int, body text);
create table event (id int not null, at date not null, kind text) partition by range (at);
create table event_24 partition of event for values from ('2024-01-01') to ('2025-01-01');
create table event_25 partition of event for values from ('2025-01-01') to ('2026-01-01') partition by list (kind);
create table event_25_a partition of event_25 for values in ('a');
create table event_rest partition of event default;
alter table event_24 add constraint event_24_u unique (id, at, kind);
create index event_kind on event (kind);
create table old_event (like event);
create table parent (id int); create table heir () inherits (parent);
create function slug(t text) returns text language sql immutable as 'select lower(t)';
create function touched() returns trigger language plpgsql as 'begin return new; end';
create trigger event_touched after insert on event for each row execute function touched();
create index team_slug on team (slug(name));
create policy team_p on team using (slug(name) <> '');
create view named as select id, name from team;
alter table log add constraint log_once exclude (id with =); create index log_body on log (body);
insert into team (name) values ('a'), ('b'); insert into event values (1, '2024-05-05', 'a'), (2, '2025-05-05', 'a'), (3, '2030-01-01', 'b');
insert into log values (1, 'x'), (2, 'y');
-- statement
create rule r as on insert to team do also insert into log values (1, 'x');
-- statement
create rule r as on delete to team do instead (update log set body = ''; delete from parent where id = 0);
-- statement
drop trigger event_touched on event_24;
-- statement
drop trigger event_touched on event_25_a;
-- statement
drop function slug(text);
-- statement
drop function slug(text) cascade;
-- statement
create or replace function slug(word text) returns text language sql immutable as 'select lower(word)';
-- statement
create or replace view named as select id, id as name from team;
-- statement
create or replace view named as select id::bigint as id, name from team;
-- statement
create or replace view named as select id, name, owner from team;
-- statement
create table event_23 partition of event (kind default 'x') for values from ('2023-01-01') to ('2024-01-01');
-- statement
alter table event add constraint event_u unique (id, at, kind);
-- statement
create unique index event_uq on event (id, at, kind);
-- statement
reindex index event_kind;
-- statement
reindex table concurrently log;
-- statement
alter table team alter column id drop default; drop sequence team_id_seq;
-- statement
alter table heir inherit parent;
-- statement
create table both_of (like team, like log);
-- statement
update event set kind = 'a' where at = '2024-05-05';
-- statement
delete from event where at < '2025-01-01';
-- statement
delete from event where at >= '2025-01-01';
-- statement
select * from team for update;
-- given
alter table event_25_a add constraint ka primary key (id, at, kind); alter table event_25 add constraint kb primary key (id, at, kind); alter table event add constraint kc primary key (id, at, kind);
create table seen (id int, at date, kind text, foreign key (id, at, kind) references event);
-- statement
drop table event_25_a;
