"""After any history, the catalog says of the schema what the server says of it."""

import psycopg
import pytest

from lint.catalog import Catalog
from lint.parse import parse
from tests.lint.random_ddl import Dice
from tests.lint.schema_facts import in_catalog, on_server

AUTHORS = """
create type mood as enum ('glad', 'sad');
create domain email as text not null check (value like '%@%');
create table authors (
  id bigint generated always as identity primary key,
  name text not null,
  contact email,
  feeling mood default 'glad',
  born date check (born > '1800-01-01'),
  constraint named check (name <> '' and length(name) < 200)
);
create table books (
  id serial primary key,
  author_id bigint references authors on delete cascade,
  title varchar(100) unique,
  price numeric(10, 2) default 0,
  pages int,
  search text generated always as (lower(title)) stored,
  unique (author_id, title),
  check (pages > 0),
  check (price >= 0 and pages > 1)
);
create index on books (lower(title)) where author_id is not null;
create index on books (price desc) include (pages);
create view shelf as select b.*, a.name from books b join authors a on a.id = b.author_id;
create materialized view prices as select title, price from books;
create unique index on prices (title);
create view cheap as select title from shelf where price < 5;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on books for each row execute function touch();
create policy own on books using (pages > 3);
alter table books enable row level security;
"""

EVENTS = """
create table tenants (id int primary key);
create table events (
  id bigint, at date not null, tenant int references tenants, kind text,
  primary key (id, at), check (id > 0), unique (at, kind)
) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create table events_2026 (like events including all);
create index on events (tenant);
create table events_rest partition of events default;
create function noted() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger noted after insert on events for each row execute function noted();
"""

HISTORIES = {
    "as created": (AUTHORS, ""),
    "columns added": (
        AUTHORS,
        """alter table authors add column country char(2) default 'NZ' not null, add notes text;
        alter table books add column serial_number bigserial, add column cover bytea unique;
        alter table books add column editor bigint references authors (id) check (editor > 0);
        alter table books add column if not exists pages text;""",
    ),
    "a column dropped takes what needs it": (
        AUTHORS,
        "alter table books drop column price cascade; alter table books drop column title cascade;",
    ),
    "renames reach everything": (
        AUTHORS,
        """alter table authors rename column name to full_name;
        alter table authors rename to writers;
        alter table writers rename constraint named to really_named;
        alter table books rename constraint books_title_key to one_title;
        alter index books_price_pages_idx rename to by_price;
        alter type mood rename to feeling;
        alter type feeling rename value 'sad' to 'blue';
        alter view shelf rename column name to author_name;
        alter view cheap rename to bargains;
        alter sequence books_id_seq rename to book_numbers;
        alter table books rename column id to number;
        alter domain email rename to address;
        alter index one_title rename to title_once;""",
    ),
    "columns altered": (
        AUTHORS,
        """drop view shelf cascade; drop materialized view prices;
        drop policy own on books;
        alter table books alter column pages set not null, alter column price drop default,
          alter column price type numeric(12), alter column author_id set default 1,
          alter column pages type bigint using pages + 1, alter column author_id drop default;""",
    ),
    "not null comes and goes": (
        AUTHORS,
        """alter table authors alter column name drop not null;
        alter table books alter column pages set not null;
        alter table books alter column pages drop not null;
        alter table books alter column id drop default;""",
    ),
    "constraints come and go": (
        AUTHORS,
        """alter table books add constraint cheap check (price < 100) not valid;
        alter table books add check (pages < 5000) not valid;
        alter table books add foreign key (author_id) references authors not valid;
        alter table books validate constraint cheap;
        alter table books drop constraint books_title_key;
        alter table authors drop constraint named;
        alter table authors add constraint one_name unique (name);
        alter table authors drop constraint authors_pkey cascade;""",
    ),
    "a key takes over an index": (
        AUTHORS,
        """create unique index by_number on books (pages);
        alter table books drop constraint books_pkey;
        alter table books add constraint pk primary key using index by_number;
        create unique index by_born on authors (born);
        alter table authors add unique using index by_born;""",
    ),
    "identity comes and goes": (
        AUTHORS,
        """alter table authors alter column id drop identity;
        alter table books alter column pages set not null;
        alter table books alter column pages add generated by default as identity;
        alter table books alter column search drop expression;""",
    ),
    "a table dropped takes what needs it": (AUTHORS, "drop table authors cascade;"),
    "views dropped and replaced": (
        AUTHORS,
        """drop view cheap;
        create or replace view shelf as select b.*, a.name, a.born
          from books b join authors a on a.id = b.author_id;
        drop materialized view prices;""",
    ),
    "types": (
        AUTHORS,
        """alter type mood add value 'calm' before 'sad'; alter type mood add value 'grim';
        alter type mood add value if not exists 'glad'; alter type mood add value 'so' after 'glad';
        alter domain email drop not null;
        alter domain email add check (length(value) > 3) not valid;
        alter domain email add constraint short check (length(value) < 100);
        alter domain email validate constraint short;
        create type pair as (a int, b text); alter type pair add attribute c date;
        drop domain email cascade;""",
    ),
    "switches": (
        AUTHORS,
        """alter table books force row level security; alter table books replica identity full;
        alter table books disable trigger touched; drop policy own on books;
        alter table authors enable row level security; drop trigger touched on books;""",
    ),
    "moved to another schema": (
        AUTHORS,
        """create schema attic; alter table books set schema attic;
        alter type mood set schema attic; alter function touch() set schema attic;""",
    ),
    "created like another": (
        AUTHORS,
        """create table copies (like books including all, extra int);
        create table bare (like books);
        create table again (like authors including defaults including constraints);
        create table picked as select id::int as id, title::text as title from books;""",
    ),
    "functions": (
        AUTHORS,
        """create or replace function add(a int, b int default 1) returns int immutable
          language sql as 'select a + b';
        create function add(a text) returns text stable security definer language sql
          as 'select a';
        alter function add(int, int) volatile;
        create function add(c bytea) returns bytea language sql as 'select c';
        drop function add(text);""",
    ),
    "sequences": (
        AUTHORS,
        """create sequence numbers; alter table books alter column pages set default
          nextval('numbers'); alter sequence numbers owned by books.pages;
        alter table books drop column pages cascade; create sequence free;""",
    ),
    "partitions as created": (EVENTS, ""),
    "partitions attached and detached": (
        EVENTS,
        """alter table events attach partition events_2026
          for values from ('2026-01-01') to ('2027-01-01');
        alter table events detach partition events_2025;""",
    ),
    "a partitioned table altered": (
        EVENTS,
        """alter table events add column amount int not null default 0;
        alter table events add constraint small check (amount < 100);
        alter table events alter column kind set not null;
        alter table events rename column tenant to tenant_id;
        alter table events drop constraint events_at_kind_key;
        alter table events add unique (at, tenant_id);""",
    ),
    "a partitioned table loses things": (
        EVENTS,
        """drop index events_tenant_idx; alter table events drop column kind;
        drop table events_2025; drop trigger noted on events;""",
    ),
    "index only on the parent": (
        EVENTS,
        """create index by_kind on only events (kind);
        create index rest_kind on events_rest (kind);
        alter index by_kind attach partition rest_kind;
        create index late on events_2025 (kind);
        alter index by_kind attach partition late;""",
    ),
    "a partitioned table dropped": (EVENTS, "drop table events;"),
    "inheritance": (
        """create table places (id int not null, name text, check (id > 0));
        create table towns (size int) inherits (places);
        create table hamlets (name text, check (name <> '')) inherits (towns);""",
        """alter table places add column country text default 'NZ';
        alter table places add constraint named check (name is not null);
        alter table places alter column name set not null;
        alter table hamlets no inherit towns;
        alter table places drop column id cascade;
        create table cities (id int, name text not null, country text default 'NZ', size int,
          constraint named check (name is not null));
        alter table cities inherit places;""",
    ),
    "names that are too long": (
        """create table a_table_with_a_name_that_is_rather_too_long_for_what_comes_next (
          id serial primary key, another_name_that_goes_on_for_longer_than_it_should int unique
            check (another_name_that_goes_on_for_longer_than_it_should > 0));
        create index on a_table_with_a_name_that_is_rather_too_long_for_what_comes_next
          (another_name_that_goes_on_for_longer_than_it_should);""",
        """create index on a_table_with_a_name_that_is_rather_too_long_for_what_comes_next
          (another_name_that_goes_on_for_longer_than_it_should);
        create table clash (a int check (a > 0) check (a < 9), b int unique, unique (b));
        create index on clash (a); create index on clash (a);
        create index on clash ((a + 1), (a + 2), lower('x'), (a::text));""",
    ),
    "quoted and odd names": (
        'create table "Größe" ("Spalte 1" int primary key, "select" text not null);',
        """create index on "Größe" ("select"); alter table "Größe" rename to größe;
        alter table größe rename column "Spalte 1" to s;""",
    ),
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_the_catalog_agrees_with_the_server(
    history: tuple[str, str], database_url: str, major: int
) -> None:
    catalog = Catalog.empty(major)
    with psycopg.connect(database_url, autocommit=True) as connection:
        for sql in history:
            parsed = parse(sql)
            assert parsed.failures == ()
            for statement in parsed.statements:
                connection.execute(psycopg.sql.SQL(statement.sql))
            for operation in parsed.operations:
                catalog = catalog.after(operation)
        expected = on_server(connection)
    assert "\n".join(expected.differences(in_catalog(catalog, major))) == ""


SEEDS = range(12)
STATEMENTS = 40


@pytest.mark.parametrize("seed", SEEDS)
def test_the_catalog_agrees_with_the_server_after_random_statements(
    seed: int, database_url: str, major: int
) -> None:
    dice, catalog = Dice(seed), Catalog.empty(major)
    history: list[str] = []
    with psycopg.connect(database_url, autocommit=True) as connection:
        for _ in range(STATEMENTS):
            statement = dice.statement(catalog)
            if not _accepted(connection, statement):
                continue
            history.append(statement)
            for operation in parse(statement).operations:
                catalog = catalog.after(operation)
            differences = on_server(connection).differences(in_catalog(catalog, major))
            assert differences == [], ";\n".join([*history, *differences])


def _accepted(connection: psycopg.Connection, statement: str) -> bool:
    try:
        connection.execute(psycopg.sql.SQL(statement))
    except psycopg.Error:
        return False
    return True
