"""What a client is told when what it asked cannot be answered, and what it can do about it."""

from graphql import GraphQLError


def bad_input(message: str) -> GraphQLError:
    """Return the error for an argument that cannot be used."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def unauthenticated() -> GraphQLError:
    """Return the error for who has not said who they are."""
    return GraphQLError("say who you are: pass a token", extensions={"code": "UNAUTHENTICATED"})


def forbidden(message: str) -> GraphQLError:
    """Return the error for what the member's role may not do."""
    return GraphQLError(message, extensions={"code": "FORBIDDEN"})
