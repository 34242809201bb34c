-- setup
create table author (id bigint primary key, name text, born timestamp, score numeric(5,2), bio varchar(100), code int);
create index author_name on author (name);
insert into author values (1, 'ada', now(), 1, 'b', 1), (2, 'bob', now(), 2, 'c', 2);
create table book (id bigint primary key, author_id bigint references author (id), title text);
insert into book values (1, 1, 't'), (2, 2, 'u');
create function score_of(a int) returns int language sql immutable as 'select a * 2';
create function noisy() returns int language plpgsql as 'begin perform 1; return 1; end';
create function build() returns void language plpgsql as 'begin alter table author add column built int; create index on book (title); end';
-- statement
set local lock_timeout = '1s'; alter table author alter column bio type text;
-- statement
set statement_timeout = 0; create index author_code on author (code);
-- statement
alter table author add column a int; alter table author add column b int default 5; alter table author alter column b set not null;
-- statement
alter table author add column slug text; update author set slug = lower(name); alter table author alter column slug set not null; create unique index author_slug on author (slug);
-- statement
create table tag (id bigint primary key, author_id bigint references author (id) on delete cascade); create index on tag (author_id);
-- statement
alter table book drop constraint book_author_id_fkey; alter table book add constraint book_author_fk foreign key (author_id) references author (id) on delete cascade not valid; alter table book validate constraint book_author_fk;
-- statement
alter table author rename to writer; alter table writer add column c int; create view author as select * from writer;
-- statement
drop index author_name; create index author_name on author (lower(name));
-- statement
alter table author drop column bio, drop column code, add column bio text default 'x', add column code bigint;
-- statement
alter table author alter column score type numeric(7,2), alter column bio type varchar(200), alter column name set default 'n';
-- statement
alter table author alter column score type numeric(7,3), alter column bio type varchar(200), alter column name set not null;
-- statement
select build();
-- statement
select noisy();
-- statement
do $$ begin perform build(); end $$;
-- statement
do $$ begin alter table author add column c int; exception when duplicate_column then null; end $$;
-- statement
do $$ declare n int := 0; begin while n < 1 loop alter table book add column x int; n := n + 1; end loop; end $$;
-- statement
do $do$ begin execute $q$ create index author_born on author (born) $q$; end $do$;
-- statement
alter table author add column doubled int generated always as (score_of(code)) stored;
-- statement
alter table author add column n int default noisy();
-- statement
alter table author add column n int default score_of(2);
-- statement
create index on author (score_of(code));
-- statement
create index on author (noisy());
-- statement
alter table author add constraint positive check (score_of(code) > 0);
-- statement
lock table author in share mode; alter table author add column c int;
-- statement
create temporary table scratch as select * from author; update author set name = s.name from scratch s where s.id = author.id;
-- statement
create table author_new (like author including all); insert into author_new select * from author; alter table author rename to author_old; alter table author_new rename to author;
-- statement
alter table author alter column born type timestamptz using born at time zone 'UTC';
-- statement
alter table author alter column code type boolean using (code = 1);
-- statement
alter table author alter column name type varchar(50) using left(name, 50);
-- statement
alter table author alter column name type text collate "C";
-- statement
alter table author alter column name type text using name collate "C";
-- statement
alter table author alter column bio type varchar(100) using bio::text::varchar(100);
-- statement
alter table author alter column bio type text using (bio::text);
-- statement
alter table author alter column bio type text using trim(bio);
-- statement
alter table author alter column id type numeric;
-- statement
alter table author alter column id type bigint;
-- statement
alter table only author add column c int;
-- statement
alter table author add primary key (id);
-- statement
alter table author drop constraint author_pkey cascade, add primary key (id);
-- statement
alter table author add constraint author_code_key unique (code), add constraint author_name_len check (length(name) < 100);
-- statement
grant insert on author to public;
-- statement
analyze author;
-- statement
create statistics s on name, code from author; analyze author;
-- statement
alter table book add constraint fk2 foreign key (author_id) references author on update cascade on delete set null deferrable initially deferred;
-- statement
create unique index concurrently author_code on author (code);
-- statement
drop index concurrently if exists author_name;
-- statement
reindex index concurrently author_name;
