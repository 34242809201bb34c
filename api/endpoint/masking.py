"""What a client is shown of an error, and what we log of it.

What we said on purpose is shown as it was said. Anything else is a defect or an outage: the client
gets a code and an id, and the log gets the id with where it happened. The text of such an error is
not logged either: drivers and conversions put the values they choke on into it.
"""

import secrets
import traceback
from dataclasses import dataclass

import psycopg
import structlog
from graphql import GraphQLError
from psycopg_pool import PoolClosed, PoolTimeout

from api.endpoint.refusals import Code, error

_logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_TIMEOUT = "this took longer than a request may; ask for less at once"
_UNAVAILABLE = "the database does not answer; send the request again in a moment"
_INTERNAL = "something went wrong here, and it was logged"
# The server ends the session: an administrator, a crash or a shutdown did it.
_LOST = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, PoolClosed)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The code and message that stand for an error."""

    code: Code
    message: str


def shown(found: GraphQLError) -> GraphQLError:
    """Return the error as the client sees it."""
    cause = found.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return _with_code(found)
    said = verdict(cause)
    return GraphQLError(
        said.message,
        nodes=found.nodes,
        path=found.path,
        extensions={"code": said.code.value, **logged(cause, said)},
    )


def of_failure(cause: BaseException) -> GraphQLError:
    """Return what the client sees where the whole request failed."""
    said = verdict(cause)
    masked = error(said.code, said.message)
    masked.extensions = {**(masked.extensions or {}), **logged(cause, said)}
    return masked


def verdict(cause: BaseException) -> Verdict:
    """Return what stands for an error that we did not raise on purpose."""
    if isinstance(cause, TimeoutError | psycopg.errors.QueryCanceled):
        return Verdict(Code.TIMEOUT, _TIMEOUT)
    if isinstance(cause, _LOST):
        return Verdict(Code.UNAVAILABLE, _UNAVAILABLE)
    return Verdict(Code.INTERNAL, _INTERNAL)


def logged(cause: BaseException, said: Verdict) -> dict[str, str]:
    """Log where a defect or an outage happened, and return the id under which it was logged."""
    if said.code is Code.TIMEOUT:
        return {}
    error_id = secrets.token_hex(8)
    write = _logger.error if said.code is Code.INTERNAL else _logger.warning
    write("error masked", error_id=error_id, code=said.code.value, **_whereabouts(cause))
    return {"id": error_id}


def _with_code(found: GraphQLError) -> GraphQLError:
    """Return an error with a code: one without is graphql-core's, on a variable or an argument."""
    if not (found.extensions and "code" in found.extensions):
        found.extensions = {**(found.extensions or {}), "code": Code.BAD_USER_INPUT.value}
    return found


def _whereabouts(cause: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(cause.__traceback__)
    kind = type(cause)
    found: dict[str, object] = {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        found["sqlstate"] = cause.sqlstate
    return found
