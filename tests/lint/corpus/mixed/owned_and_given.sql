-- setup
create collation posix_like from "C";
create table book (id bigint primary key, title text collate posix_like, meta jsonb, n int);
insert into book select g, 'b', '{}', g from generate_series(1, 30) g;
create index book_title on book (title);
create index book_meta on book using gin (meta jsonb_path_ops);
create index book_n on book (n);
create table shelf (id bigint primary key, book_id bigint references book, place text not null);
insert into shelf select g, g, 'p' from generate_series(1, 30) g;
create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create view short as select id, title from book;

-- statement
drop collation posix_like;

-- statement
drop collation posix_like cascade;

-- statement
alter table book alter column meta type json using meta::json;

-- statement ..16
alter table book alter column n type bytea using n::bytea;

-- statement 18..
alter table book alter column n type bytea using n::bytea;

-- statement
create event trigger no_drop on sql_drop execute function stamp();

-- statement
create function shelve(b bigint) returns void language sql as 'insert into shelf (id, book_id, place) values (0, b, ''x'')';

-- statement
create function unshelve(b bigint) returns void language plpgsql as $$ begin delete from shelf where book_id = b; end $$;

-- statement
vacuum shelf (place);

-- statement
update shelf set place = 'q' where place is null;

-- statement
do $$ declare r record; begin for r in select id from book loop update shelf set place = 'r' where id = r.id; end loop; end $$;

-- statement
update shelf s set place = 't' where s.id = s.book_id;

-- statement
update shelf set place = 't' where id = coalesce(3, 4);

-- statement
update shelf set place = 't' from book where book.id = shelf.id;

-- statement 18..
alter table shelf alter constraint shelf_book_id_fkey not enforced;

-- statement
drop view short; create view short as select id from book;
