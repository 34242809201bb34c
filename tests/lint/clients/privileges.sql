-- case the rows, by row level security without a policy
-- expect HG426 42501
create role old_client_reader;
create table author (id bigint primary key);
grant all on author to old_client_reader;
-- client
set local role old_client_reader;
insert into author (id) values (1);
-- migration
alter table author enable row level security;

-- case nothing, by row level security with a policy
-- expect nothing
create role old_client_writer;
create table author (id bigint primary key);
grant all on author to old_client_writer;
-- client
set local role old_client_writer;
insert into author (id) values (1);
-- migration
create policy everything on author to old_client_writer using (true) with check (true);
alter table author enable row level security;

-- case a privilege
-- expect HG425 42501
create role old_client_granted;
create table author (id bigint primary key);
grant all on author to old_client_granted;
-- client
set local role old_client_granted;
insert into author (id) values (1);
-- migration
revoke insert on table author from old_client_granted;

-- case a privilege that is given back at once
-- expect nothing
create role old_client_regranted;
create table author (id bigint primary key);
grant all on author to old_client_regranted;
-- client
set local role old_client_regranted;
insert into author (id) values (1);
-- migration
revoke all on table author from old_client_regranted;
grant all on table author to old_client_regranted;

-- case an UPDATE of a table without a key, once it is published
-- expect HG435 55000 if known
create table event (at date, note text);
insert into event (at) values ('2024-05-05');
-- client
update event set note = 'x';
-- migration
create publication old_client_events for table event;

-- case an UPDATE of a table with a key, once it is published
-- expect nothing
create table event (id bigint primary key, note text);
insert into event (id) values (1);
-- client
update event set note = 'x';
-- migration
create publication old_client_keyed for table event;
