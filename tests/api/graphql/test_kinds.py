"""What is read as a value of a kind is what PostgreSQL reads as one too."""

import psycopg
import pytest
from psycopg import sql

from api.graphql import kinds
from api.graphql.kinds import Kind

HELD = [
    (Kind.DECIMAL, "1e131071"),
    (Kind.DECIMAL, "-1e-16383"),
    (Kind.TIMESTAMP, "9999-12-31T23:59:59.999999+00:00"),
    (Kind.TIMESTAMP, "0001-01-01T00:00:00Z"),
    (Kind.TIMESTAMP, "2026-01-01T00:00:00+23:59"),
    (Kind.TIME, "23:59:59.999999"),
]
REFUSED = [
    (Kind.DECIMAL, "1e131072"),
    (Kind.DECIMAL, "1e-16384"),
    (Kind.DECIMAL, "NaN"),
    (Kind.DECIMAL, "-Infinity"),
    (Kind.TIMESTAMP, "2026-01-01T00:00:00"),
    (Kind.TIMESTAMP, "9999-12-31T23:59:59-00:01"),
    (Kind.TIMESTAMP, "0001-01-01T00:00:00+00:01"),
    (Kind.TIME, "09:30:00+01:00"),
]


def test_postgresql_reads_what_we_read(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        for kind, text in HELD:
            value_type = kinds.of_kind(kind)
            value = kinds.from_text(value_type, text)
            statement = sql.SQL("select %s::{}").format(sql.SQL(value_type.sql))
            assert connection.execute(statement, [value]).rowcount == 1, text


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_what_postgresql_could_not_hold_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        kinds.from_text(kinds.of_kind(kind), text)
