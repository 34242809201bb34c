"""What the service would do for an operation: its statement, and how PostgreSQL runs it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import psycopg
from graphql import GraphQLSchema
from psycopg import RawCursor

from api.database.pool import Access
from api.endpoint.documents import Documents
from api.endpoint.refusals import Refusal
from api.errors import HeadgateError
from api.graphql.compiler import plans
from api.graphql.compiler.operations import Source
from api.graphql.compiler.plans import Prepared
from api.graphql.context import Viewer

_AS_TENANT: Final = """select set_config('headgate.organization_id', $1, true),
       set_config('headgate.member_id', $2, true)"""
_EXPLAIN: Final = b"explain (costs off) "
_ANALYZE: Final = b"explain (analyze, costs off) "


@dataclass(frozen=True, slots=True)
class Question:
    """An operation as somebody would ask it."""

    text: str
    name: str | None
    variables: Mapping[str, object]
    viewer: Viewer


def explain(
    schema: GraphQLSchema, access: Access, asked: Question, *, is_run: bool
) -> Iterator[str]:
    """Yield what there is to say of an operation, in parts; `is_run` says to run it for that."""
    prepared = _prepared(schema, asked)
    if prepared is None:
        yield "-- the arguments are refused; send the operation to see why"
        return
    for key, reason in prepared.plan.interpreted.items():
        yield f"-- {key}: interpreted, because {reason}"
    if not prepared.plan.compiled:
        return
    yield prepared.plan.statement.decode() + ";"
    if prepared.values:
        yield "\n".join(
            f"-- ${number} is {json.dumps(value, default=str, ensure_ascii=False)}"
            for number, value in enumerate(prepared.values, start=1)
        )
    yield "\n".join(_plan_of(access, prepared, asked.viewer, _ANALYZE if is_run else _EXPLAIN))


def _prepared(schema: GraphQLSchema, asked: Question) -> Prepared | None:
    try:
        document = Documents(schema).find(asked.text)
        definition = document.operation(asked.name)
    except Refusal as refusal:
        raise HeadgateError("; ".join(error.message for error in refusal.errors)) from refusal
    source = Source(document.key, document.nodes, definition)
    return plans.of_schema(schema).prepare(source, asked.variables, asked.viewer)


def _plan_of(
    access: Access, prepared: Prepared, viewer: Viewer, explanation: bytes
) -> Sequence[str]:
    member = str(viewer.member_id) if viewer.member_id else ""
    with psycopg.connect(access.conninfo()) as connection:
        cursor = RawCursor(connection)
        cursor.execute(_AS_TENANT, [str(viewer.organization_id), member])
        cursor.execute(explanation + prepared.plan.statement, prepared.values)
        return [str(line) for (line,) in cursor.fetchall()]
