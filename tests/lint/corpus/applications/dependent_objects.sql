-- setup
create table doc (id int primary key, body text, state text, owner int, rank int);
create table lnk (doc_id int references doc on delete cascade, tag text);
alter table doc enable row level security;
create policy p1 on doc using (state = 'open');
create view v1 as select id, body from doc;
create view v2 as select id from v1;
create rule r1 as on delete to lnk where old.tag = 'keep' do instead nothing;
create function tf() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tr before update of rank on doc for each row when (old.owner is distinct from new.owner) execute function tf();
create publication pb for table doc (id, body, state) where (id > 0);
create function sf() returns setof int language sql as 'select id from doc';
create function af() returns text begin atomic select body from doc limit 1; end;
insert into doc select g, 'b', 'open', 1, 1 from generate_series(1, 5) g; insert into lnk select g from generate_series(1, 5) g;
-- statement
alter table doc alter state type varchar(10);
-- statement
alter table doc alter owner type bigint;
-- statement
alter table doc alter rank type bigint;
-- statement
alter table doc alter id type bigint;
-- statement
alter table doc alter body type varchar(100);
-- statement
alter table lnk alter tag type varchar(10);
-- statement
alter table doc drop column state;
-- statement
alter table doc drop column owner;
-- statement
alter table doc drop column rank;
-- statement
alter table doc drop column rank cascade;
-- statement
alter table doc drop column body;
-- statement
alter table doc drop column state cascade;
-- statement
drop view v1;
-- statement
drop view v2, v1;
-- statement
drop view v1 cascade;
-- statement
drop table doc cascade;
-- statement
drop table lnk;
-- statement
drop table doc;
-- statement
drop function tf();
-- statement
drop function sf();
drop function af();
-- statement
alter table doc rename body to content;
-- statement
alter table doc set schema pg_temp;
-- statement
alter publication pb set table doc;
-- statement
alter publication pb add table lnk;
-- statement
alter publication pb drop table doc;
-- statement
create or replace view v1 as select id, body, state from doc;
-- statement
create or replace view v1 as select id from doc;
-- statement
create or replace view v1 as select id, body::varchar from doc;
-- statement
delete from lnk;
-- statement
drop policy p1 on doc; alter table doc disable row level security;
-- statement
drop rule r1 on lnk; drop trigger tr on doc;
-- statement
alter policy p1 on doc rename to p2; alter policy p1 on doc to public;
-- statement
alter table doc disable trigger tr, disable row level security, no force row level security;
-- statement
truncate doc, lnk;
