-- What every migration of the verdicts meets.
create type mood as enum ('sad', 'ok');
create domain label as text;
create domain percentage as integer check (value between 0 and 100);
create function touch() returns trigger language plpgsql as 'begin return new; end';
create table author (
  id bigint primary key,
  name text,
  email varchar(80),
  bio varchar(200) not null default '',
  mood mood,
  score integer,
  rating numeric(8, 2),
  born timestamp,
  is_active boolean not null default true,
  constraint author_score_range check (score between 0 and 10)
);
create index author_name_idx on author (name);
create index author_email_idx on author (lower(email));
create table coupon (id bigint primary key, discount percentage);
create table book (
  id bigint primary key,
  author_id bigint,
  title text not null,
  isbn varchar(13),
  pages integer
);
create unique index book_isbn_key on book (isbn);
create table review (id bigint primary key, book_id bigint references book, stars integer);
create view active_author as select id, name from author where is_active;
create materialized view score as select score, count(*) as authors from author group by score;
create unique index score_key on score (score);
create table event (id bigint, at date not null) partition by range (at);
create table event_2025 partition of event for values from ('2025-01-01') to ('2026-01-01');
create table visit (id bigint, at date not null) partition by range (at);
create table visit_rest partition of visit default;
create table old_event (id bigint, at date not null);
