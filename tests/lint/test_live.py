"""A live database's schema, read from its catalogs: the statements make the same schema again."""

import psycopg
import pytest

from lint.live import read_database
from lint.migration import SourceError
from lint.names import Name
from tests.conftest import Databases

SCHEMA = """
create schema shop;
create extension if not exists plpgsql;
create type shop.mood as enum ('sad', 'ok', 'it''s');
create type shop.pair as (a integer, b text);
create domain shop.email as text default 'x@y' constraint has_at check (value like '%@%');
create function shop.stamp() returns trigger language plpgsql as $f$
begin new.touched := now(); return new; end $f$;
create sequence shop.numbers;
create table shop.authors (
  id bigint generated always as identity primary key,
  name varchar(40) not null,
  mood shop.mood default 'ok',
  mail shop.email,
  touched timestamptz,
  shout text generated always as (upper(name)) stored,
  "Odd Name" text collate "C",
  constraint named check (name <> '')
);
create table shop.books (
  id serial primary key,
  author_id bigint references shop.authors (id) on delete cascade,
  isbn text unique,
  price numeric(10, 2) default 0,
  during tstzrange,
  exclude using gist (during with &&)
) with (fillfactor = 70);
alter table shop.books add constraint cheap check (price < 100) not valid;
create index books_by_author on shop.books (author_id) where price > 1;
create unlogged table shop.scratch (x integer);
create table shop.parents (x integer not null);
create table shop.children (y integer) inherits (shop.parents);
create table shop.events (at timestamptz not null, kind text, primary key (at))
  partition by range (at);
create table shop.events_2024 partition of shop.events
  for values from ('2024-01-01') to ('2025-01-01');
create table shop.events_rest partition of shop.events default;
create index events_by_kind on shop.events (kind);
create view shop.names as select id, name from shop.authors;
create materialized view shop.counts as select author_id, count(*) as n from shop.books group by 1;
create unique index counts_by_author on shop.counts (author_id);
create trigger stamps before update on shop.authors for each row execute function shop.stamp();
alter table shop.authors enable row level security;
create policy sees on shop.authors for select to public using (name <> 'hidden');
"""


@pytest.fixture
def url(databases: Databases) -> str:
    made = databases.create()
    _run(made, SCHEMA)
    return made


def _run(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(sql)


def test_the_schema_makes_itself_again(url: str, databases: Databases) -> None:
    first = read_database(url)
    copy = databases.create()

    _run(copy, first.schema)

    assert read_database(copy).schema == first.schema


@pytest.mark.parametrize(
    "fragment",
    [
        "create type shop.mood as enum ('sad', 'ok', 'it''s')",
        "create domain shop.email as text default 'x@y'::text",
        "generated always as (upper((name)::text)) stored",
        "create table shop.events_rest partition of shop.events DEFAULT",
        "alter table shop.books add constraint cheap CHECK ((price < (100)::numeric)) NOT VALID",
        "inherits (shop.parents)",
        "create unlogged table shop.scratch",
        "alter table shop.authors enable row level security",
        "with (fillfactor=70)",
    ],
)
def test_the_schema_says(url: str, fragment: str) -> None:
    assert fragment in read_database(url).schema


def test_tables_come_with_their_sizes(url: str) -> None:
    _run(url, "insert into shop.scratch select generate_series(1, 5000); analyze shop.scratch")
    _run(
        url,
        "insert into shop.events select '2024-02-01'::timestamptz + g * interval '1 min' "
        "from generate_series(1, 3000) g; analyze",
    )

    sizes = read_database(url).sizes

    scratch, events = sizes.get(Name("shop", "scratch")), sizes.get(Name("shop", "events"))
    assert scratch is not None
    assert scratch.rows == 5000
    assert scratch.bytes > 100_000
    assert events is not None
    assert events.rows == 3000


def test_the_version_is_the_servers(url: str, major: int) -> None:
    assert read_database(url).pg_version == major


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(SourceError, match=r"^--database: no answer: connection") as caught:
        read_database("postgresql://postgres@127.0.0.1:1/nowhere")

    assert "\n" not in str(caught.value)
