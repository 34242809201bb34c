"""What a request is told when it is not answered with data: the codes are part of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from graphql import GraphQLError


class Code(StrEnum):
    """The `extensions.code` of an error; clients decide by it, so it never changes."""

    BAD_REQUEST = "BAD_REQUEST"
    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    COST_LIMIT_EXCEEDED = "COST_LIMIT_EXCEEDED"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    TIMEOUT = "TIMEOUT"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 - an answer as any other, not a defect
    """A request that is not executed: the status and the errors that it is answered with.

    `is_readable` says that the request itself was well formed, which a client of plain
    `application/json` is told by the status 200.
    """

    status: HTTPStatus
    errors: Sequence[GraphQLError]
    is_readable: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def error(code: Code, message: str) -> GraphQLError:
    """Return an error of a code."""
    return GraphQLError(message, extensions={"code": code.value})


def bad_request(
    message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST, **headers: str
) -> Refusal:
    """Return the refusal of a request that is not GraphQL over HTTP."""
    return Refusal(status, [error(Code.BAD_REQUEST, message)], headers=headers)


def unreadable_document(code: Code, errors: Sequence[GraphQLError]) -> Refusal:
    """Return the refusal of a document that cannot be executed."""
    for found in errors:
        found.extensions = {"code": code.value, **(found.extensions or {})}
    return Refusal(HTTPStatus.BAD_REQUEST, errors, is_readable=True)


def unauthenticated(message: str, challenge: str) -> Refusal:
    """Return the refusal of a request that does not say who asks."""
    errors = [error(Code.UNAUTHENTICATED, message)]
    return Refusal(HTTPStatus.UNAUTHORIZED, errors, headers={"www-authenticate": challenge})


def unavailable(message: str) -> Refusal:
    """Return the refusal of a request that may be answered when it is sent again."""
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, [error(Code.UNAVAILABLE, message)])
