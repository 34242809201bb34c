"""The parameters of a GraphQL request, from a POST's body or a GET's query string."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import parse_qsl

import msgspec

from api.endpoint import media_types
from api.endpoint.refusals import bad_request

Variables = dict[str, object]
T = TypeVar("T")


class Parameters(msgspec.Struct, frozen=True, rename="camel"):
    """What is to be executed. Other parameters are let pass, as the specification asks."""

    query: str
    operation_name: str | None = None
    variables: Variables | None = None
    extensions: dict[str, object] | None = None


_OF_BODY: Final = msgspec.json.Decoder(Parameters)
_OF_MAP: Final = msgspec.json.Decoder(Variables | None)
_BATCH: Final = "one request holds one operation; send each operation of a batch by itself"
_MOST_FIELDS: Final = 100


def of_body(content_type: str | None, body: bytes) -> Parameters:
    """Return the parameters of a POST."""
    if not media_types.is_json(content_type):
        raise bad_request(
            "the body must be JSON in UTF-8: send it with Content-Type: application/json",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        )
    if body.lstrip()[:1] == b"[":
        raise bad_request(_BATCH)
    return _decoded(_OF_BODY, body, "the body")


def of_query_string(query_string: bytes) -> Parameters:
    """Return the parameters of a GET."""
    given = _pairs(query_string)
    if "query" not in given:
        raise bad_request("the parameter query is missing; pass the document in it")
    return Parameters(
        query=given["query"],
        operation_name=given.get("operationName") or None,
        variables=_map(given, "variables"),
        extensions=_map(given, "extensions"),
    )


def _pairs(query_string: bytes) -> dict[str, str]:
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise bad_request("the query string is not UTF-8 in percent encoding") from error
    return dict(pairs)


def _map(given: Mapping[str, str], name: str) -> Variables | None:
    text = given.get(name)
    return _decoded(_OF_MAP, text.encode(), f"the parameter {name}") if text else None


def _decoded(decoder: "msgspec.json.Decoder[T]", text: bytes, what: str) -> T:
    """Return what JSON says, or say what is wrong with it without repeating any of it."""
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        raise bad_request(f"{what} has the wrong form: {error}") from error
    except RecursionError as error:
        raise bad_request(f"{what} is nested too deeply") from error
    except ValueError as error:
        raise bad_request(f"{what} is not JSON in UTF-8") from error
