"""Whatever is asked is answered, or refused in words: no operation of the schema breaks."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.graphql import node_ids
from api.schema import REGISTRY
from models.tenancy import MemberRole
from tests.api.graphql.conftest import SCHEMA, Service
from tests.api.graphql.operations import operations
from tests.rows import Rows

EXPECTED = {"BAD_USER_INPUT", "FORBIDDEN"}


@pytest.fixture
def filled(migrated_url: str) -> Iterator[Service]:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        service = Service(migrated_url, owner, Rows(owner, "ours"), Rows(owner, "theirs"))
        for rows in (service.ours, service.theirs):
            for entity in REGISTRY.entities:
                rows.the(entity.table)
        yield service


def ids(service: Service) -> tuple[str, ...]:
    return tuple(
        node_ids.encode(entity, tuple(rows.the(entity.table)[part.column] for part in entity.key))
        for rows in (service.ours, service.theirs)
        for entity in REGISTRY.entities
    )


@pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), role=st.sampled_from(MemberRole))
def test_every_operation_is_answered_or_refused_in_words(
    filled: Service, data: st.DataObject, role: MemberRole
) -> None:
    document = data.draw(operations(SCHEMA, ids(filled)))
    answer = filled.ask(document, role=role)
    for error in answer.errors:
        extensions = error.get("extensions")
        assert isinstance(extensions, dict), (document, error)
        assert extensions.get("code") in EXPECTED, (document, error)
