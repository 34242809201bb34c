-- setup
create table author (
  id int primary key, name varchar(20) unique, email varchar(50), age int check (age > 0), code varchar(8) collate "C",
  born timestamp, note text, score numeric(6,2), constraint pair check (email <> note)
);
create index author_email_idx on author (email);
create index author_lower_idx on author (lower(note));
create index author_partial_idx on author (id) where note is not null;
create index author_cover_idx on author (age) include (score);
create index author_pattern_idx on author (email varchar_pattern_ops);
insert into author values (1, 'ada', 'a@x', 3, 'c', now(), 'n', 1), (2, 'bob', 'b@x', 4, 'c', now(), 'm', 2);
create table book (
  id int primary key, author_id int references author (id), author_name varchar(20) references author (name), title varchar(30)
);
create index book_author_idx on book (author_id);
insert into book values (1, 1, 'ada', 't'), (2, 2, 'bob', 'u');
-- statement
alter table author alter column id type bigint;
-- statement
alter table book alter column author_id type bigint;
-- statement
alter table author alter column name type varchar(40);
-- statement
alter table author alter column name type text;
-- statement
alter table author alter column name type varchar(10);
-- statement
alter table book alter column author_name type varchar(40);
-- statement
alter table book alter column author_name type text;
-- statement
alter table book alter column title type text;
-- statement
alter table author alter column email type varchar(100);
-- statement
alter table author alter column email type text;
-- statement
alter table author alter column age type bigint;
-- statement
alter table author alter column note type varchar;
-- statement
alter table author alter column note type varchar(200);
-- statement
alter table author alter column code type varchar(10);
-- statement
alter table author alter column code type varchar(10) collate "C";
-- statement
alter table author alter column code type varchar(10) collate "POSIX";
-- statement
alter table author alter column born type timestamp(6);
-- statement
alter table author alter column score type numeric(8,2);
-- statement
alter table author alter column score type numeric(8,3);
-- statement
alter table author alter column email type varchar(50) collate "C";
-- statement
alter table author alter column age type int;
-- statement
alter table author alter column age type bigint, drop constraint author_age_check;
-- statement
alter table author alter column age type bigint, add constraint adult check (age > 1);
-- statement
alter table author alter column id type int using id;
-- statement
alter table author alter column id type text using id::text;
-- statement
alter table book alter column author_id type text using author_id::text;
-- given
create view authors as select id, name from author;
-- statement
alter table author alter column name type text;
-- given
create view authors as select id, name from author;
-- statement
alter table author alter column email type text;
-- given
create view authors as select * from author;
-- statement
alter table author alter column email type text;
-- given
create materialized view authors as select email from author;
-- statement
alter table author alter column email type varchar(80);
-- given
create view adults as select id from author where age > 17;
-- statement
alter table author alter column age type bigint;
-- given
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update of age on author for each row execute function touch();
-- statement
alter table author alter column age type bigint;
-- given
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on author for each row when (old.age is distinct from new.age) execute function touch();
-- statement
alter table author alter column age type bigint;
-- given
create policy adults on author using (age > 17);
-- statement
alter table author alter column age type bigint;
-- given
create policy adults on author using (age > 17);
-- statement
alter table author alter column note type varchar;
-- given
alter table author add column initial text generated always as (left(note, 1)) stored;
-- statement
alter table author alter column note type varchar;
-- given
alter table author add column older int generated always as (age + 1) stored;
-- statement
alter table author alter column age type bigint;
-- given
alter table author add column older int generated always as (age + 1) stored;
-- statement
alter table author alter column older type bigint;
-- given
alter table author add column older int generated always as (age + 1) virtual;
-- statement 18..
alter table author alter column older type bigint;
-- given
alter table author alter column age set default 5;
-- statement
alter table author alter column age type bigint;
-- given
alter table author alter column note set default 'x';
-- statement
alter table author alter column note type jsonb using to_jsonb(note);
-- given
create statistics author_stats on age, score from author;
-- statement
alter table author alter column age type bigint;
-- given
create statistics author_stats on age, score from author;
-- statement
alter table author alter column score type numeric(8,2);
-- given
alter table author replica identity using index author_pkey; 
-- statement
alter table author alter column id type bigint;
-- given
alter table author cluster on author_email_idx;
-- statement
alter table author alter column email type varchar(99);
-- given
alter table author add constraint author_length check (length(email) > 1) not valid;
-- statement
alter table author alter column email type text;
-- given
alter table author add constraint author_whole check (author is not null) no inherit not valid;
-- statement
alter table author alter column email type text;
-- given
alter table author add constraint no_overlap exclude (score with =);
-- statement
alter table author alter column score type numeric(8,2);
-- given
alter table author add constraint no_overlap exclude (score with =);
-- statement
alter table author alter column score type numeric(8,3);
-- given
create table node (id int primary key, parent_id int references node); insert into node values (1, 1);
-- statement
alter table node alter column id type bigint;
-- given
create table node (id int primary key, parent_id int references node); insert into node values (1, 1);
-- statement
alter table node alter column parent_id type bigint;
-- given
create table author_copy (like author including all);
-- statement
alter table author_copy alter column email type text;
-- given
create index author_hash on author using hash (email);
-- statement
alter table author alter column email type text;
-- given
create index author_expr on author ((age + 1));
-- statement
alter table author alter column age type int;
-- setup
create type mood as enum ('sad', 'ok');
create table post (
  id bigint, status mood default 'ok', title varchar(20), body text, kind int, born timestamp, key text,
  constraint known check (status in ('sad', 'ok')), constraint titled check (title <> ''), constraint small check (kind < 10)
) partition by range (id);
create table post_1 partition of post for values from (0) to (100);
create table post_2 partition of post default;
create index post_title on post (title);
create index post_born on post (born);
create index post_1_body on post_1 (body);
create index post_open on post (key) where status = 'ok';
insert into post values (1, 'ok', 't', 'b', 1, '2020-01-01', 'k'), (101, 'ok', 't', 'b', 1, '2020-01-01', 'k');
create table single (id bigint primary key, status mood, label text, flag boolean, at date, check (label = 'x'), check (flag = true), check (at > '2020-01-01'));
create index single_open on single (id) where status = 'ok';
insert into single values (1, 'ok', 'x', true, '2021-01-01');
-- statement
alter table post alter column title type varchar(40);
-- statement
alter table post alter column title type text;
-- statement
alter table post alter column body type varchar;
-- statement
alter table post alter column born type timestamp(6);
-- statement
alter table post alter column born type timestamp;
-- statement
alter table post alter column status type text using status::text;
-- statement
alter table post alter column status drop default, alter column status type text using status::text;
-- statement
alter table post drop constraint known, alter column status drop default, alter column status type text using status::text;
-- statement
alter table post alter column kind type bigint;
-- statement
alter table post alter column kind type text;
-- statement
alter table post alter column kind type numeric;
-- statement
alter table post alter column title type varchar(40), alter column kind type bigint;
-- statement
alter table post alter column title type varchar(40), add column c float8 default random();
-- statement
alter table post_1 alter column body type varchar;
-- statement
alter table only post alter column title type text;
-- statement
alter table single alter column status type text using status::text;
-- statement
alter table single alter column label type varchar;
-- statement
alter table single alter column label type int using length(label);
-- statement
alter table single alter column flag type int using flag::int;
-- statement
alter table single alter column at type timestamp;
-- statement
alter table single alter column label type varchar, alter column label type text;
-- statement
alter table single alter column id type text, set unlogged;
-- statement
alter table post add column c text unique;
-- statement
alter table post add column c bigint generated always as identity;
-- statement
alter table only post add primary key (id);
-- statement
alter table only post add unique (id);
-- statement
alter table post cluster on post_title;
-- statement
cluster single using single_open;
-- statement
alter table single cluster on single_open;
-- statement
alter table single cluster on post_title;
-- statement
reindex table post;
-- given
alter table post alter column key set not null;
-- statement
alter table post alter column key set not null;
-- given
alter table post alter column key set not null;
-- statement
alter table post alter column key drop not null;
-- given
alter table post alter column key set not null;
-- statement
alter table post_1 alter column key drop not null;
-- given
alter table post_1 alter column key set not null;
-- statement
alter table post alter column key set not null;
-- given
alter table post alter column key set not null;
-- statement
alter table post add primary key (id, key);
-- setup
create domain label as text;
create table tag (id int, name varchar(10) check (name <> 'x'), body text check (body <> 'x'), l label check (l <> 'x'));
insert into tag values (1, '1', '1', '1');
-- statement
alter table tag alter column name type int using name::int;
-- statement
alter table tag alter column body type int using body::int;
-- statement
alter table tag alter column l type int using l::int;
