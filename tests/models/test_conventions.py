"""What the house's style asks of the schema, read from a migrated database."""

from collections.abc import Iterator

import psycopg
import pytest

# A foreign key's index: one whose first columns, in any order, are among the key's, and which is
# not partial. The organization alone is no help to find the rows of one parent.
UNINDEXED = """
    select conrelid::regclass::text, conname
      from pg_constraint
     where contype = 'f'
       and not exists (
             select from pg_index
              where indrelid = conrelid and indpred is null
                and (indkey::smallint[])[0] = any (conkey)
                and (cardinality(conkey) = 1
                     or (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey
                     or (select attname <> 'organization_id' from pg_attribute
                          where attrelid = indrelid and attnum = (indkey::smallint[])[0])))
"""
WITHOUT_PRIMARY_KEY = """
    select relname from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and not exists (select from pg_constraint where conrelid = pg_class.oid and contype = 'p')
"""
WITHOUT_COMMENT = """
    select relname from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname <> 'alembic_version' and obj_description(oid, 'pg_class') is null
"""
UNWANTED_TYPES = """
    select attrelid::regclass::text, attname, format_type(atttypid, atttypmod)
      from pg_attribute join pg_class on pg_class.oid = attrelid and relkind = 'r'
     where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
       and (atttypid in ('varchar'::regtype, 'bpchar'::regtype, 'timestamp'::regtype,
                         'json'::regtype, 'money'::regtype, 'float8'::regtype, 'float4'::regtype)
            or attname <> lower(attname))
"""
OFF_CONVENTION = """
    select conrelid::regclass::text, conname from pg_constraint
     where connamespace = 'public'::regnamespace and contype <> 'n'
       and conrelid <> 'alembic_version'::regclass
       and conname !~ ('^(pk|fk|uq|ck)_' || (select relname from pg_class where oid = conrelid))
"""
NOT_VALID = "select conname from pg_constraint where not convalidated"
INVALID_INDEXES = "select indexrelid::regclass::text from pg_index where not indisvalid"


@pytest.fixture
def connection(migrated_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(migrated_url) as connection:
        yield connection


CONVENTIONS = {
    "every foreign key has an index": UNINDEXED,
    "every table has a primary key": WITHOUT_PRIMARY_KEY,
    "every table has a comment": WITHOUT_COMMENT,
    "no type or name that the style rules out": UNWANTED_TYPES,
    "constraints are named by the convention": OFF_CONVENTION,
    "no constraint is left unvalidated": NOT_VALID,
    "no index is left invalid": INVALID_INDEXES,
}


@pytest.mark.parametrize("offenders", CONVENTIONS.values(), ids=CONVENTIONS.keys())
def test_the_schema_keeps_to_the_convention(connection: psycopg.Connection, offenders: str) -> None:
    assert connection.execute(offenders).fetchall() == []


BREACHES = [
    "alter table carts add column more_id uuid references companies (id)",
    "create table keyless (organization_id uuid)",
    "comment on table carts is null",
    "alter table carts add column more timestamp",
    "alter table carts add constraint odd check (total_amount >= 0)",
    "alter table carts add constraint ck_carts_more check (total_amount >= 0) not valid",
]


@pytest.mark.parametrize(
    ("breach", "offenders"),
    list(zip(BREACHES, list(CONVENTIONS.values())[:6], strict=True)),
    ids=list(CONVENTIONS)[:6],
)
def test_a_breach_of_the_convention_is_found(
    connection: psycopg.Connection, breach: str, offenders: str
) -> None:
    connection.execute(breach)
    assert len(connection.execute(offenders).fetchall()) == 1
