"""Plans are found again, shared as far as may be, and few."""

import datetime as dt
import uuid

import pytest

from api.graphql import orders
from api.graphql.compiler import plans as plans_module
from api.graphql.compiler.plans import Plans, of_schema
from api.graphql.context import Viewer
from api.graphql.orders import Term
from api.schema import REGISTRY
from models.tenancy import MemberRole
from tests.api.graphql.compiler.conftest import source
from tests.api.graphql.conftest import SCHEMA

PAGE = """query ($first: Int, $filter: OrderFilter, $after: String, $order: [OrderSort!]) {
  orders(first: $first, filter: $filter, after: $after, orderBy: $order) { nodes { id } }
}"""
RECIPIENTS = "{ blastRecipients { nodes { phoneNumber } } }"


@pytest.fixture(scope="module")
def plans() -> Plans:
    return of_schema(SCHEMA)


def viewer(role: MemberRole = MemberRole.ADMIN) -> Viewer:
    return Viewer(None, uuid.UUID(int=1), role)


def statement(
    plans: Plans, document: str, role: MemberRole = MemberRole.ADMIN, **variables: object
) -> bytes:
    prepared = plans.prepare(source(document), variables, viewer(role))
    assert prepared is not None
    return prepared.plan.statement


def values(plans: Plans, document: str, **variables: object) -> list[object]:
    prepared = plans.prepare(source(document), variables, viewer())
    assert prepared is not None
    return list(prepared.values)


def test_other_values_of_one_shape_are_bound_to_the_same_plan(plans: Plans) -> None:
    one = {"first": 5, "filter": {"currency": {"in": ["USD"]}, "orderTotal": {"gt": "1.5"}}}
    other = {"first": 9, "filter": {"currency": {"in": ["MYR", "EUR"]}, "orderTotal": {"gt": "2"}}}
    first = plans.prepare(source(PAGE), one, viewer())
    second = plans.prepare(source(PAGE), other, viewer())
    assert first is not None
    assert second is not None
    assert first.plan is second.plan
    assert [str(value) for value in first.values[-3:]] == ["1.5", "['USD']", "5"]
    assert [str(value) for value in second.values[-3:]] == ["2", "['MYR', 'EUR']", "9"]


def test_another_shape_is_another_plan(plans: Plans) -> None:
    shapes: tuple[dict[str, object], ...] = (
        {},
        {"first": 5},
        {"filter": {}},
        {"filter": {"currency": {"eq": "USD"}}},
        {"filter": {"currency": {"eq": None}}},
        {"order": [{"field": "ID"}]},
        {"order": [{"field": "ID", "direction": "DESC"}]},
    )
    plans_found = set()
    for shape in shapes:
        prepared = plans.prepare(source(PAGE), shape, viewer())
        assert prepared is not None
        plans_found.add(id(prepared.plan))
    assert len(plans_found) == len(shapes)


def test_a_cursor_with_a_null_is_another_variant(plans: Plans) -> None:
    entity = REGISTRY.of_table("orders")
    order = orders.total(entity, [Term(entity.value("purchase_date"), is_descending=False)])
    days = (dt.date(2026, 1, 1), None, dt.date(2026, 1, 2), None)
    found = [
        statement(
            plans,
            PAGE,
            order=[{"field": "PURCHASE_DATE"}],
            after=orders.cursor(order, {"purchase_date": day, "id": 7}),
        )
        for day in days
    ]
    assert found[0] is found[2]
    assert found[1] is found[3]
    assert b'purchase_date" is null and' in found[1]
    assert b'purchase_date" is null and' not in found[0]


def test_roles_share_a_plan_where_they_are_shown_as_much(plans: Plans) -> None:
    by_role = {role: statement(plans, RECIPIENTS, role) for role in MemberRole}
    assert by_role[MemberRole.ADMIN] == by_role[MemberRole.OPERATOR]
    assert by_role[MemberRole.ANALYST] == by_role[MemberRole.MEMBER]
    assert by_role[MemberRole.ADMIN] != by_role[MemberRole.MEMBER]
    assert "•••••".encode() in by_role[MemberRole.MEMBER]


def test_a_value_that_is_refused_does_not_keep_others_from_being_compiled(plans: Plans) -> None:
    document = "query ($n: Int) { contacts(first: $n) { nodes { id } } }"
    assert plans.prepare(source(document), {"n": -1}, viewer()) is None
    assert values(plans, document, n=3) == [3]
    assert plans.prepare(source(document), {"n": 501}, viewer()) is None


def test_plans_are_bounded_in_number_and_size() -> None:
    few = of_schema(SCHEMA)
    few.known.most, few.known.most_bytes = 5, 50_000
    for number in range(20):
        statement(few, f"{{ orders(first: {number}) {{ nodes {{ id }} }} }}")
    assert 0 < len(few.known) <= 5
    fields = " ".join(f"f{number}: currency" for number in range(500))
    statement(few, f"{{ orders {{ nodes {{ {fields} }} }} }}")
    assert few.known.bytes <= 50_000


def test_variants_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans_module, "MOST_VARIANTS", 2)
    document = "query ($id: ID!) { node(id: $id) { id } }"
    few = of_schema(SCHEMA)
    tokens = ("T3JkZXI6MQ", "Q29udGFjdDox", "Qmxhc3Q6MQ")
    first, *_ = [statement(few, document, id=token) for token in tokens]
    assert len(few.known) == 1
    assert few.known.bytes < 3 * len(first) + 2 * 3_000
    assert statement(few, document, id=tokens[0]) is not first
