"""Answers as they are sent: a status, headers and the bytes of a body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import msgspec
from graphql import GraphQLError

from api.endpoint.media_types import MediaType
from api.endpoint.operations import Answer
from api.endpoint.refusals import Code, Refusal

_STATUS_OF_CODE: Final = {
    Code.TIMEOUT.value: HTTPStatus.GATEWAY_TIMEOUT,
    Code.UNAVAILABLE.value: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.INTERNAL.value: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_encoder: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response."""

    status: HTTPStatus
    media_type: MediaType
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def of_refusal(refusal: Refusal, media_type: MediaType) -> Reply:
    """Return the reply to a request that is not executed."""
    is_told_by_status = media_type is MediaType.GRAPHQL or not refusal.is_readable
    body = _encoder.encode({"errors": [error.formatted for error in refusal.errors]})
    status = refusal.status if is_told_by_status else HTTPStatus.OK
    return Reply(status, media_type, body, refusal.headers)


def of_answer(answer: Answer, media_type: MediaType) -> Reply:
    """Return the reply with an operation's answer."""
    is_told_by_status = media_type is MediaType.GRAPHQL and not answer.is_executed
    status = _why_not_executed(answer.errors) if is_told_by_status else HTTPStatus.OK
    return Reply(status, media_type, _encoder.encode(_content(answer)))


def _content(answer: Answer) -> dict[str, object]:
    content: dict[str, object] = {}
    if answer.errors:
        content["errors"] = [error.formatted for error in answer.errors]
    if answer.is_executed:
        content["data"] = answer.data
    if answer.extensions:
        content["extensions"] = answer.extensions
    return content


def _why_not_executed(errors: Sequence[GraphQLError]) -> HTTPStatus:
    codes = [(error.extensions or {}).get("code") for error in errors]
    return next(
        (_STATUS_OF_CODE[str(code)] for code in codes if code in _STATUS_OF_CODE),
        HTTPStatus.BAD_REQUEST,
    )
