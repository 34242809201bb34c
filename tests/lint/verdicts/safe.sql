-- safe
alter table author add column c text;
-- safe
alter table author add column c text default 'x';
-- safe
alter table author add column c integer not null default 0;
-- safe
alter table author add column c timestamptz not null default now();
-- safe
alter table author add column c boolean not null default false, add column d jsonb;
-- safe
alter table author add column if not exists c label;
-- safe
alter table author add column c mood default 'ok';
-- safe
alter table author add column c uuid, alter column c set default gen_random_uuid();
-- safe
alter table review add column editor_id bigint references author;
-- safe
alter table review add column editor_id bigint references author (id) on delete set null;
-- safe
alter table book add constraint book_author_fk foreign key (author_id) references author not valid;
-- safe
begin; alter table book add constraint fk foreign key (author_id) references author not valid; commit;
alter table book validate constraint fk;
-- safe
alter table author add constraint c check (name <> '') not valid;
-- safe
create index concurrently book_title_idx on book (title);
-- safe
set lock_timeout = '5s'; create index concurrently book_title_idx on book (title);
-- safe
create unique index concurrently author_email_key on author (email);
-- safe
drop index concurrently author_name_idx;
-- safe
drop index concurrently if exists author_name_idx;
-- safe
reindex index concurrently author_name_idx;
-- safe
reindex table concurrently author;
-- safe
alter table book add constraint book_isbn_unique unique using index book_isbn_key;
-- safe
alter table book alter column isbn type varchar(20);
-- safe
alter table author alter column bio type text;
-- safe
alter table book alter column title type varchar;
-- safe
alter table author alter column rating type numeric(12, 2);
-- safe
alter table author alter column bio set default 'none';
-- safe
alter table author alter column is_active set default false;
-- safe
alter table author alter column name set statistics 500;
-- safe
alter table author set (fillfactor = 80);
-- safe
alter table author set (autovacuum_vacuum_scale_factor = 0.01);
-- safe
comment on table author is 'who writes';
-- safe
create table note (id bigint generated always as identity primary key, author_id bigint not null
  references author, body text not null check (body <> ''), unique (author_id, body));
create index note_author_id_idx on note (author_id);
alter table note add column pinned boolean not null default false;
alter table note add constraint note_body_short check (length(body) < 100);
alter table note alter column pinned set not null;
-- safe
create table note as select id, name from author; create index on note (id);
alter table note add primary key (id);
-- safe
create table note (like author including all); insert into note select * from author;
-- safe
create view note as select id from author;
-- safe
create or replace view active_author as select id, name, email from author where is_active;
-- safe
create materialized view note as select id from author; create unique index on note (id);
-- safe
refresh materialized view concurrently score;
-- safe
create type weather as enum ('sun'); create table day (weather weather);
-- safe
alter type mood add value 'glad';
-- safe
alter type mood add value if not exists 'glad' after 'ok';
-- safe
create sequence counter; alter sequence counter owned by author.id;
-- safe
create function f() returns integer language sql as 'select 1';
-- safe
create trigger author_touch before update on author for each row execute function touch();
-- safe
create table event_2026 (like event including all);
alter table event attach partition event_2026 for values from ('2026-01-01') to ('2027-01-01');
-- safe
create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
-- safe
alter table event detach partition event_2025 concurrently;
-- safe
insert into author (id, name, bio) values (1, 'ada', '');
-- safe
update author set score = 1 where id = 7;
-- safe
update author set score = 0 where score is null and id between 1 and 5000;
-- safe
delete from author where id in (1, 2, 3);
-- safe
alter table author add column c text; insert into author (id, name) values (1, 'x');
-- safe
alter table author add column c text; update author set c = 'x' where id = 1;
-- safe
analyze author;
-- safe
vacuum (analyze) author;
-- safe
select count(*) from author;
-- safe
set lock_timeout = '2s'; set statement_timeout = '1min'; alter table author add column c text;
-- safe
select set_config('lock_timeout', '3s', true); alter table author add column c text;
-- safe
begin; set local lock_timeout = '2s'; alter table author add column c text; commit;
-- safe
do $$ begin if not exists (select 1 from author where id = 1) then
  insert into author (id, name) values (1, 'ada'); end if; end $$;
-- safe
create statistics author_stats on name, email from author;
-- safe
grant select on author to current_user;
-- safe
alter table review drop constraint review_book_id_fkey;
-- safe
alter domain label add constraint label_short check (length(value) < 100) not valid;
-- safe
create table note (id bigint primary key); drop table note;
-- safe
alter table author rename constraint author_score_range to author_score_check;
-- safe
alter index author_name_idx rename to author_by_name;
-- safe
create temporary table t as select id from author; create index on t (id); drop table t;
-- safe
do $$ begin if not exists (select 1 from pg_constraint where conname = 'fk') then alter table book add constraint fk foreign key (author_id) references author not valid; end if; end $$;
-- safe
alter table author add column nick text; create function author_nick() returns trigger language plpgsql as $$ begin new.nick := coalesce(new.nick, new.name); return new; end $$; create trigger author_nick before insert or update on author for each row execute function author_nick();
-- safe
create table event_2030 (like event including all); alter table event attach partition event_2030 for values from ('2030-01-01') to ('2031-01-01');
-- safe
create type colour as enum ('red'); create table paint (colour colour not null default 'red'); alter type colour rename value 'red' to 'blue';
-- safe
create index event_at_idx on only event (at);
-- safe
begin; drop view active_author; create view active_author as select id, name from author where is_active; commit;
