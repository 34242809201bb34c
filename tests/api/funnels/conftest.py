"""The operations of a member over a real database, as the tests of the schema ask them."""

from tests.api.graphql.conftest import service

__all__ = ["service"]
