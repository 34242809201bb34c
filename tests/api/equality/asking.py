"""The service in this process, asked as over HTTP: one side of a comparison."""

import asyncio
import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from api import app
from api.settings import Settings

GRAPHQL = "application/graphql-response+json"
_ERROR_ID = re.compile(rb'"id":"[0-9a-f]{16}"')


@dataclass(frozen=True, slots=True)
class Question:
    """One request: an operation, its variables, and who sends it."""

    document: str
    variables: Mapping[str, object]
    token: str
    operation_name: str | None = None
    accept: str = GRAPHQL


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, byte for byte but for the ids under which masked errors were logged."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Side:
    """A running service."""

    client: httpx.AsyncClient
    runner: asyncio.Runner

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""
        return self.runner.run(self._answer(question))

    async def _answer(self, question: Question) -> Answer:
        body: dict[str, object] = {"query": question.document, "variables": question.variables}
        if question.operation_name is not None:
            body["operationName"] = question.operation_name
        headers = {"authorization": f"Bearer {question.token}", "accept": question.accept}
        response = await self.client.post("/graphql", json=body, headers=headers)
        content = _ERROR_ID.sub(b'"id":"masked"', response.content)
        known = {
            name: value for name, value in response.headers.items() if name != "content-length"
        }
        return Answer(response.status_code, known, content)


@contextlib.contextmanager
def side(runner: asyncio.Runner, settings: Settings) -> Iterator[Side]:
    """Run the service in a task of its own, which begins and ends its lifespan."""
    loop = runner.get_loop()
    started: asyncio.Future[httpx.AsyncClient] = loop.create_future()
    over = asyncio.Event()
    task = loop.create_task(_serve(settings, started, over))

    async def start() -> httpx.AsyncClient:
        return await started

    async def stop() -> None:
        over.set()
        await task

    yield Side(runner.run(start()), runner)
    runner.run(stop())


async def _serve(
    settings: Settings, started: "asyncio.Future[httpx.AsyncClient]", over: asyncio.Event
) -> None:
    service = app.create_app(settings)
    transport = httpx.ASGITransport(service)  # type: ignore[arg-type]  # ASGI, in narrower types
    client = httpx.AsyncClient(transport=transport, base_url="http://service")
    async with service.lifespan(), client:
        started.set_result(client)
        await over.wait()
