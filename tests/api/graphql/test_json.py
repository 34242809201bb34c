"""JSON is shown as it was stored, its own null included."""

import pytest
from psycopg.types.json import Jsonb

from tests.api.graphql.conftest import Service


@pytest.mark.parametrize("stored", [None, {}, [1.5, None], "text"])
def test_a_column_that_is_never_null_may_hold_null_as_json(
    service: Service, stored: object
) -> None:
    service.ours.add("campaigns", stats=Jsonb(stored))
    found = service.ask("{ campaigns { nodes { stats } } }").at("campaigns", "nodes", 0, "stats")
    assert found == stored
