"""A document is too large by what it stands for, and found to be so in no time."""

import time

import pytest
from graphql import parse

from api.endpoint import limits
from api.endpoint.documents import Documents
from api.endpoint.refusals import Code, Refusal
from api.schema import schema

SCHEMA = schema._schema  # noqa: SLF001 - Strawberry offers no other way


def nested(depth: int) -> str:
    return "{ " + "a { " * (depth - 1) + "a" + " }" * depth


def doubling(fragments: int, field: str = "a") -> str:
    """Return a document whose fragments stand for 2 to the power of their number of fields."""
    spreads = " ".join(
        f"fragment f{i} on T {{ x: b {{ ...f{i + 1} }} y: b {{ ...f{i + 1} }} }}"
        for i in range(fragments)
    )
    return f"{{ ...f0 }} {spreads} fragment f{fragments} on T {{ {field} }}"


def chained(fragments: int) -> str:
    links = " ".join(f"fragment f{i} on T {{ ...f{i + 1} }}" for i in range(fragments))
    return f"{{ ...f0 }} {links} fragment f{fragments} on T {{ a }}"


WITHIN = [
    nested(limits.MOST_DEPTH),
    "{ " + "a " * limits.MOST_ROOT_FIELDS + "}",
    "{ r { " + "a " * (limits.MOST_FIELDS - 1) + "} }",
    "{ r { " + "a: b " * limits.MOST_ALIASES + "} }",
    "{ ...f } fragment f on T { a ...f }",
    "{ ...missing }",
    "subscription { a } fragment unused on T { a }",
]
BEYOND = [
    (
        nested(limits.MOST_DEPTH + 1),
        (
            "the operation has 21 fields nested in one another, and 20 are allowed; "
            "ask for less at once"
        ),
    ),
    (
        "{ " + "a " * (limits.MOST_ROOT_FIELDS + 1) + "}",
        "the operation has 51 fields at its root, and 50 are allowed; ask for less at once",
    ),
    (
        "{ r { ...f ...f } } fragment f on T { " + "a " * 1000 + "}",
        (
            "the operation has 2001 fields, its fragments spread, and 2000 are allowed; "
            "ask for less at once"
        ),
    ),
    (
        "{ r { " + "a: b " * 201 + "} }",
        (
            "the operation has 201 aliases, its fragments spread, and 200 are allowed; "
            "ask for less at once"
        ),
    ),
    (
        "{ ok: a } query second { ...f } fragment f on T { " + "a " * 51 + "}",
        "the operation has 51 fields at its root, and 50 are allowed; ask for less at once",
    ),
    ("{ " + "... { " * 80 + "a" + " }" * 81, "selections are nested more than 60 deep; nest fewer"),
    (chained(100), "selections are nested more than 60 deep; nest fewer"),
]


@pytest.mark.parametrize("document", WITHIN)
def test_what_is_within_the_limits_may_be_asked(document: str) -> None:
    assert limits.excess(parse(document)) is None


@pytest.mark.parametrize(("document", "reason"), BEYOND)
def test_what_is_beyond_a_limit_is_refused_in_words(document: str, reason: str) -> None:
    assert limits.excess(parse(document)) == reason


def test_fragments_that_double_are_measured_and_not_spread() -> None:
    document = parse(doubling(18))
    started = time.process_time()
    reason = limits.excess(document)
    seconds = time.process_time() - started
    assert reason == (
        f"the operation has {3 * 2**18 - 2} fields, its fragments spread, and 2000 are allowed; "
        "ask for less at once"
    )
    assert seconds < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "{ " + "a " * limits.MOST_TOKENS + "}",
        "{ a } #" + "x" * limits.MOST_CHARACTERS,
        doubling(18, "__typename"),
        nested(30),
        "{ orders { nodes { " + "id " * 1900 + "} } }",
        "{ orders { nodes { " + "... on Order { id contact { email } } " * 300 + "} } }",
    ],
)
def test_a_hostile_document_is_refused_before_it_costs_anything(text: str) -> None:
    started = time.process_time()
    with pytest.raises(Refusal) as refused:
        Documents(SCHEMA).find(text)
    assert time.process_time() - started < 2
    codes = [(error.extensions or {})["code"] for error in refused.value.errors]
    assert codes == [Code.COST_LIMIT_EXCEEDED.value]


def test_deep_nesting_never_ends_the_interpreter() -> None:
    for text in ("{ a" * 5000, "{ a(x: " + "[" * 5000, "query($v: " + "[" * 5000, nested(900)):
        with pytest.raises(Refusal):
            Documents(SCHEMA).find(text)
