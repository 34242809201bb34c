"""`/graphql`: GraphQL over HTTP, as an ASGI handler of our own.

A request is read, its sender is known, its document is found, and then it is executed while we
listen for the client to go: what nobody waits for is cancelled, down to the statement in the
database. Who has not said who they are is told nothing else, not even whether the document parses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from litestar.enums import ScopeType
from litestar.handlers import ASGIRouteHandler
from litestar.types import HTTPScope, Receive, Scope, Send

from api.authentication.verification import Authenticator
from api.endpoint import answers, masking, media_types, operations, parameters
from api.endpoint.answers import Reply
from api.endpoint.attendance import ClientGoneError, while_awaited
from api.endpoint.media_types import MediaType
from api.endpoint.operations import Executor
from api.endpoint.parameters import Parameters
from api.endpoint.refusals import Refusal, bad_request
from api.explorer.page import POLICY, Page
from api.sockets.handler import Sockets

PATH: Final = "/graphql"
_MOST_BODY_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What the endpoint reads of an HTTP request."""

    method: str
    query_string: bytes
    headers: Mapping[str, str]
    receive: Receive


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers GraphQL requests."""

    authenticator: Authenticator
    executor: Executor
    explorer: Page

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            reply = await self._reply(_request(scope, receive))
        except ClientGoneError:
            return
        await _send(reply, send, has_body=scope["method"] != "HEAD")

    async def _reply(self, request: Request) -> Reply:
        if _is_from_browser(request):
            return self._page(request)
        media_type = media_types.answer_type(request.headers.get("accept"))
        try:
            return await self._answer(request, media_type)
        except Refusal as refusal:
            operations.refused(refusal)
            return answers.of_refusal(refusal, media_type or MediaType.JSON)
        except ClientGoneError:
            raise
        except Exception as error:  # noqa: BLE001 - masked and logged, whatever it is
            failure = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, [masking.of_failure(error)])
            return answers.of_refusal(failure, media_type or MediaType.JSON)

    def _page(self, request: Request) -> Reply:
        html = self.explorer.for_host(request.headers.get("host"))
        policy = {"content-security-policy": POLICY, "referrer-policy": "no-referrer"}
        return Reply(HTTPStatus.OK, MediaType.HTML, html.encode(), policy)

    async def _answer(self, request: Request, media_type: MediaType | None) -> Reply:
        if media_type is None:
            names = f"{MediaType.GRAPHQL} or {MediaType.JSON}"
            raise bad_request(f"accept {names}; nothing else is sent", HTTPStatus.NOT_ACCEPTABLE)
        if request.method not in {"GET", "HEAD", "POST"}:
            message = "send operations by POST, or queries by GET"
            raise bad_request(message, HTTPStatus.METHOD_NOT_ALLOWED, allow="GET, POST")
        viewer = await self.authenticator.viewer(request.headers.get("authorization"))
        given = await _parameters(request)
        operation = self.executor.prepare(given, may_write=request.method == "POST")
        answering = self.executor.answer(operation, viewer)
        return answers.of_answer(await while_awaited(answering, request.receive), media_type)


def route(endpoint: Endpoint, sockets: Sockets) -> ASGIRouteHandler:
    """Return the handler as Litestar mounts it, for requests and for sockets."""

    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await endpoint(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            await sockets(scope, receive, send)

    return ASGIRouteHandler(PATH, copy_scope=False)(graphql)


def _request(scope: HTTPScope, receive: Receive) -> Request:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        # Repeated headers are one list, which is what two Authorization headers are not.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Request(scope["method"], scope["query_string"], headers, receive)


def _is_from_browser(request: Request) -> bool:
    """Say whether a person looks at the address, with no operation in it."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.query_string
        and media_types.prefers_html(request.headers.get("accept"))
    )


async def _parameters(request: Request) -> Parameters:
    if request.method != "POST":
        return parameters.of_query_string(request.query_string)
    body = await _body(request)
    return parameters.of_body(request.headers.get("content-type"), body)


async def _body(request: Request) -> bytes:
    """Return the whole body, or refuse it as soon as it is known to be too large."""
    chunks: list[bytes] = []
    size, has_more = 0, True
    while has_more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise ClientGoneError
        chunks.append(message["body"])
        size += len(message["body"])
        has_more = message["more_body"]
        if size > _MOST_BODY_BYTES:
            raise bad_request(
                f"the body has more than {_MOST_BODY_BYTES} bytes; ask for less at once",
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            )
    return b"".join(chunks)


async def _send(reply: Reply, send: Send, *, has_body: bool) -> None:
    headers = {
        "content-type": f"{reply.media_type}; charset=utf-8",
        "content-length": str(len(reply.body)),
        "cache-control": "no-store",
        "vary": "accept",
        "x-content-type-options": "nosniff",
        **reply.headers,
    }
    await send(
        {
            "type": "http.response.start",
            "status": reply.status.value,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
    )
    body = reply.body if has_body else b""
    await send({"type": "http.response.body", "body": body, "more_body": False})
