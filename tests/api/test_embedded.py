import psycopg


def test_an_embedded_server_answers_with_its_major_version(database_url: str, major: int) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.info.server_version // 10_000 == major
