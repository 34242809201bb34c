"""A GraphQL API by Strawberry's documentation: SQLModel, dataloaders, Litestar."""

import os

import jwt
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException
from sqlalchemy.ext.asyncio import async_sessionmaker
from strawberry.litestar import make_graphql_controller

from tests.benchmarks.api.peers.idiomatic.database import Database, create_engine
from tests.benchmarks.api.peers.idiomatic.loaders import Loaders
from tests.benchmarks.api.peers.idiomatic.schema import schema

SECRET = os.environ["TOKEN_SECRET"]
engine = create_engine(os.environ["DATABASE_URL"], int(os.environ["POOL_SIZE"]))
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def context(request: Request[object, object, State]) -> dict[str, object]:
    """Return what the resolvers of a request share."""
    _, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        claims = jwt.decode(
            token, SECRET, algorithms=["HS256"], issuer="headgate", audience="headgate"
        )
    except jwt.InvalidTokenError as error:
        raise NotAuthorizedException from error
    database = Database(sessions, claims["organization_id"])
    return {"database": database, "loaders": Loaders(database)}


app = Litestar(
    [make_graphql_controller(schema, path="/graphql", context_getter=context, graphql_ide=None)]
)
