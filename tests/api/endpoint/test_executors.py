"""The settings choose what answers operations, and whether answers tell."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.authentication import issuing
from api.authentication.claims import Grant
from api.settings import ExecutorKind, Settings
from models.tenancy import MemberRole
from tests.api.endpoint.conftest import SECRET
from tests.rows import Rows

pytestmark = pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])

ORDERS = "{ orders { totalCount } }"
SCHEMA = "{ __schema { description } }"
BOTH = "{ orders { totalCount } __schema { description } }"
CASES = {
    "compiled": (ORDERS, ExecutorKind.COMPILED, "compiled"),
    "interpreted by the setting": (ORDERS, ExecutorKind.INTERPRETED, "interpreted"),
    "partly": (BOTH, ExecutorKind.COMPILED, "partly"),
    "interpreted": (SCHEMA, ExecutorKind.COMPILED, "interpreted"),
}


Ask = Callable[..., dict[str, object]]


@pytest.fixture
def ask(migrated_url: str, tmp_path: Path) -> Iterator[Ask]:
    """Ask a service of the given settings, whose organization has one order."""
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        ours = Rows(owner, "ours")
        ours.add("orders")

        def answer(document: str, **given: object) -> dict[str, object]:
            organization = uuid.UUID(str(ours.organization_id))
            grant = Grant("program:test", organization, MemberRole.ADMIN, dt.timedelta(minutes=5))
            settings = Settings.model_validate(
                {"DATABASE_URL": migrated_url, "data": tmp_path, "token_secret": SECRET} | given
            )
            token = issuing.sign(settings, SECRET, grant)
            with TestClient(create_app(settings)) as client:
                headers = {"authorization": f"Bearer {token}"}
                found = client.post("/graphql", json={"query": document}, headers=headers)
            content = json.loads(found.content)
            assert isinstance(content, dict)
            return content

        yield answer


@pytest.mark.parametrize(("document", "kind", "told"), CASES.values(), ids=CASES)
def test_in_development_an_answer_tells_what_executed_it(
    ask: Ask, document: str, kind: ExecutorKind, told: str
) -> None:
    extensions = ask(document, executor=kind, development=True)["extensions"]
    assert isinstance(extensions, dict)
    how = extensions["headgate"]
    assert how["executor"] == told
    if told == "interpreted":
        assert set(how) == {"executor"}
    else:
        assert how["sql"].startswith("select (\n  select row_to_json")
        assert 0 < how["milliseconds"] < 10_000


def test_otherwise_an_answer_tells_nothing(ask: Ask) -> None:
    assert ask(ORDERS) == {"data": {"orders": {"totalCount": 1}}}
