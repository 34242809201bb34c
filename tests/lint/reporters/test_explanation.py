import json

from lint.finding import ExplainedEffect, ExplainedStatement, Explanation
from lint.reporters.explanation import render_json, render_text
from tests.lint.reporters.scene import ERROR, stage

EFFECT = ExplainedEffect(
    relation="public.author",
    lock="ACCESS EXCLUSIVE",
    rewrites=True,
    scans=True,
    builds_indexes=("author_pkey",),
)
STATEMENT = ExplainedStatement(
    migration="0002",
    path="m/0002.sql",
    line=1,
    sql="alter table author alter column id type bigint",
    transaction=1,
    effects=(EFFECT,),
    unknown=("view v",),
)
REFUSED = STATEMENT.but(line=2, sql="drop table x", effects=(), unknown=(), fails="x is not there")
QUIET = STATEMENT.but(line=3, sql="create table y ()", effects=(), unknown=(), transaction=2)


def test_json_is_the_documented_shape() -> None:
    said = json.loads(render_json(Explanation(pg_version=16, statements=(STATEMENT, REFUSED))))

    assert said == {
        "version": 1,
        "pg_version": 16,
        "statements": [
            {
                "migration": "0002",
                "path": "m/0002.sql",
                "line": 1,
                "sql": "alter table author alter column id type bigint",
                "transaction": 1,
                "effects": [
                    {
                        "relation": "public.author",
                        "lock": "ACCESS EXCLUSIVE",
                        "rewrites": True,
                        "scans": True,
                        "builds_indexes": ["author_pkey"],
                    }
                ],
                "fails": None,
                "unknown": ["view v"],
            },
            {
                "migration": "0002",
                "path": "m/0002.sql",
                "line": 2,
                "sql": "drop table x",
                "transaction": 1,
                "effects": [],
                "fails": "x is not there",
                "unknown": [],
            },
        ],
    }


def test_text_says_what_each_statement_does() -> None:
    explanation = Explanation(
        pg_version=18, statements=(STATEMENT, REFUSED, QUIET), errors=(ERROR,)
    )

    assert render_text(explanation, stage()) == (
        "m/0002.sql:1  transaction 1\n"
        "  alter table author alter column id type bigint\n"
        "    public.author: ACCESS EXCLUSIVE, rewrites it, reads every row, builds\n"
        "      author_pkey\n"
        "    cannot tell: view v\n"
        "\n"
        "m/0002.sql:2  transaction 1\n"
        "  drop table x\n"
        "    PostgreSQL refuses it: x is not there\n"
        "\n"
        "m/0002.sql:3  transaction 2\n"
        "  create table y ()\n"
        "    touches nothing that existed before it\n"
        "\n"
        "m/0003.sql:1:8  cannot be read\n"
        '    syntax error at or near "tabel"\n'
        "\n"
        "Explained 3 statements for PostgreSQL 18.\n"
    )
