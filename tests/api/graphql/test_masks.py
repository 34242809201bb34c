"""What a role may not see neither shows nor can be found out by comparing."""

import re

import pytest

from api.graphql.declarations import Column
from api.schema import REGISTRY
from models.tenancy import MemberRole
from tests.api.graphql.conftest import Service

RECIPIENT = """{ blastRecipients { nodes { phoneNumber messageText wsapmeMessageData } } }"""
SHOWN = {
    "phoneNumber": "+60123456789",
    "messageText": "Hello Ann",
    "wsapmeMessageData": {"to": "+60123456789"},
}
MASKED = {"phoneNumber": "+60•••••89", "messageText": "•••", "wsapmeMessageData": None}

COMPARISONS = {
    "filter": '{ blastRecipients(filter: {phoneNumber: {startsWith: "+6"}}) { totalCount } }',
    "negated filter": (
        '{ blastRecipients(filter: {not: {or: [{phoneNumber: {eq: "+6"}}]}}) { totalCount } }'
    ),
    "filter through a relation": (
        '{ blasts(filter: {recipients: {phoneNumber: {eq: "+6"}}}) { totalCount } }'
    ),
    "order": "{ blastRecipients(orderBy: [{field: PHONE_NUMBER}]) { nodes { id } } }",
    "order of a nested connection": (
        "{ blasts { nodes { recipients(orderBy: [{field: PHONE_NUMBER}]) { nodes { id } } } } }"
    ),
}


SECRET = re.compile(r"phone|message_text|message_data|payout_details")


def test_every_column_that_holds_a_secret_is_masked() -> None:
    shown = [
        f"{entity.table}.{field.column}"
        for entity in REGISTRY.entities
        for field in entity.fields
        if isinstance(field, Column) and SECRET.search(field.column) and field.mask is None
    ]
    assert shown == []


@pytest.fixture
def filled(service: Service) -> Service:
    service.ours.add(
        "blast_recipients",
        phone_number="+60123456789",
        message_text="Hello Ann",
        wsapme_message_data={"to": "+60123456789"},
    )
    return service


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (MemberRole.ADMIN, SHOWN),
        (MemberRole.OPERATOR, SHOWN),
        (MemberRole.ANALYST, MASKED),
        (MemberRole.MEMBER, MASKED),
    ],
)
def test_a_role_sees_what_it_may(filled: Service, role: MemberRole, seen: object) -> None:
    assert filled.ask(RECIPIENT, role=role).at("blastRecipients", "nodes") == [seen]


@pytest.mark.parametrize("kind", COMPARISONS)
def test_a_masked_column_cannot_be_compared(filled: Service, kind: str) -> None:
    assert filled.ask(COMPARISONS[kind], role=MemberRole.ADMIN).errors == []
    refused = filled.ask(COMPARISONS[kind], role=MemberRole.ANALYST)
    assert [(error["message"], error["extensions"]) for error in refused.errors] == [
        (
            "your role is not shown phoneNumber, so it cannot filter, order or look up by it",
            {"code": "FORBIDDEN"},
        )
    ]


def test_an_empty_masked_value_stays_empty(service: Service) -> None:
    service.ours.add("contacts", phone=None)
    for role in MemberRole:
        nodes = service.ask("{ contacts { nodes { phone } } }", role=role).at("contacts", "nodes")
        assert nodes == [{"phone": None}]
