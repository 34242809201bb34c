-- setup
create table author (id int primary key, name text, email text unique, code varchar(5) unique, parent_id int);
insert into author values (1, 'ada', 'a', 'a', 1), (2, 'bob', 'b', 'b', 1);
create table book (id int primary key, author_id int, big_author bigint, text_author text, author_email text, plain_name text, reviewed_by int references author (id));
insert into book values (1, 1, 1, 'a', 'a', 'ada', 1), (2, 2, 2, 'b', 'b', 'bob', 2);
alter table book add constraint pending foreign key (author_id) references author (id) not valid;
create table unkeyed (id int);
create view authors as select id from author;
-- statement
alter table book add foreign key (author_id) references author (id);
-- statement
alter table book add foreign key (author_id) references author;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) on delete cascade;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) on delete set null not valid;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) not valid;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) deferrable initially deferred;
-- statement
alter table book add constraint fk foreign key (author_email) references author (email);
-- statement
alter table book add constraint fk foreign key (big_author) references author (id);
-- statement
alter table book add constraint fk foreign key (text_author) references author (id);
-- statement
alter table book add constraint fk foreign key (text_author) references author (code);
-- statement
alter table book add constraint fk foreign key (plain_name) references author (name);
-- statement
alter table book add constraint fk foreign key (author_id) references missing (id);
-- statement
alter table book add constraint fk foreign key (missing) references author (id);
-- statement
alter table book add constraint fk foreign key (author_id) references unkeyed;
-- statement
alter table book add constraint fk foreign key (author_id) references unkeyed (id);
-- statement
alter table book add constraint fk foreign key (author_id) references authors (id);
-- statement
alter table book add constraint fk foreign key (author_id, big_author) references author (id);
-- statement
alter table author add foreign key (parent_id) references author (id);
-- statement
alter table author add foreign key (parent_id) references author (id) not valid;
-- statement
alter table book validate constraint pending;
-- statement
alter table book validate constraint book_reviewed_by_fkey;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) not valid; alter table book validate constraint fk;
-- statement
alter table book add constraint fk foreign key (author_id) references author (id) not valid, validate constraint fk;
-- statement
alter table book drop constraint pending;
-- statement
alter table book drop constraint book_reviewed_by_fkey;
-- statement
alter table book drop constraint book_reviewed_by_fkey, add constraint book_reviewed_by_fkey foreign key (reviewed_by) references author (id) on delete cascade not valid;
-- statement
alter table book drop constraint book_reviewed_by_fkey, add constraint book_reviewed_by_fkey foreign key (reviewed_by) references author (id) on delete cascade;
-- statement
alter table book alter constraint book_reviewed_by_fkey deferrable;
-- statement
alter table book alter constraint book_reviewed_by_fkey deferrable initially deferred;
-- statement 18..
alter table book add constraint fk foreign key (author_id) references author (id) not enforced;
-- statement 18..
alter table book alter constraint book_reviewed_by_fkey not enforced;
-- given
alter table book alter constraint book_reviewed_by_fkey not enforced;
-- statement 18..
alter table book alter constraint book_reviewed_by_fkey enforced;
-- statement ..16
alter table book alter constraint book_reviewed_by_fkey not enforced;
-- statement
alter table book add column editor_id int references author (id);
-- statement
alter table book add column editor_id int references author;
-- statement
alter table book add column editor_id int default 1 references author (id);
-- statement
alter table book add column editor_id int not null default 1 references author (id);
-- statement
alter table book add column editor_id int constraint editor references author (id) on delete set null;
-- statement
alter table book add column editor_id int default null references author (id);
-- statement
alter table book add column editor_id int; alter table book add foreign key (editor_id) references author (id);
-- statement
alter table book add column editor_id int, add foreign key (editor_id) references author (id);
-- statement
alter table author add column boss_id int references author (id);
-- statement
alter table book add column editor_id int references missing (id);
-- statement
alter table book add column editor_id text references author (id);
-- statement
alter table book add column editor_id int default 1 references author (id) check (editor_id > 0);
-- statement
create table review (id int primary key, book_id int references book (id), author_id int references author);
-- statement
create table review (id int primary key, book_id int references missing (id));
-- statement
create table review (id int primary key, parent_id int references review);
-- statement
create table review (id int primary key, book_id int); alter table review add foreign key (book_id) references book (id);
-- statement
drop table book;
-- statement
drop table author;
-- statement
drop table author cascade;
-- statement
drop table book, author;
-- statement
drop table author, book cascade;
-- statement
truncate author;
-- statement
truncate author cascade;
-- statement
truncate book;
-- statement
truncate author, book;
-- statement
alter table book drop column reviewed_by;
-- statement
alter table author drop column id cascade;
-- statement
alter table book rename to volume;
-- statement
alter table author set schema pg_temp;
-- given
create table part (id int, kind int, primary key (id, kind)) partition by list (kind);
create table part_1 partition of part for values in (1);
create table holder (id int primary key, part_id int, part_kind int); insert into part values (1, 1); insert into holder values (1, 1, 1);
-- statement
alter table holder add foreign key (part_id, part_kind) references part (id, kind);
-- given
create table part (id int, kind int, author_id int) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
alter table part add foreign key (author_id) references author (id);
-- given
create table part (id int, kind int, author_id int) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
alter table part add constraint fk foreign key (author_id) references author (id) not valid;
-- given
create table part (id int, kind int, author_id int) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
alter table part add constraint fk foreign key (author_id) references author (id) not valid;
-- statement 18..
alter table part validate constraint fk;
-- given
create table part (id int, kind int, author_id int references author) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
alter table part drop constraint part_author_id_fkey;
-- given
create table part (id int, kind int, author_id int references author) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
drop table part_1;
-- given
create table part (id int, kind int, author_id int references author) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
drop table part;
-- given
create table part (id int, kind int, author_id int references author) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
create table part_2 partition of part for values in (2);
-- given
create table part (id int, kind int, author_id int references author) partition by list (kind);
create table part_1 partition of part for values in (1); insert into part values (1, 1, 1);
-- statement
alter table part detach partition part_1;
