"""A document is read once, also one that is refused; what is remembered is bounded in bytes."""

import gc
import sys
import tracemalloc
from unittest import mock

import pytest

from api.endpoint import documents as module
from api.endpoint import limits
from api.endpoint.documents import Documents
from api.endpoint.refusals import Refusal
from api.recently_used import RecentlyUsed
from api.schema import schema

SCHEMA = schema._schema  # noqa: SLF001 - Strawberry offers no other way
REFUSED = [
    "{",
    "{ }",
    "{ orders { nodes { id colour size } } nothing }",
    "query ($unused: Int) { __typename }",
    "{ orders(first: true) { nodes { id } } }",
    "{ a: __typename a: viewer { id } }",
    "{ orders { nodes { " + "id " * 1990 + "} } }",
    "{ " + "a " * limits.MOST_TOKENS + "}",
    "{ a" * 5000,
    "{ \ud800 }",
]


def remembering(most: int, most_bytes: int = 2**20) -> Documents:
    return Documents(SCHEMA, RecentlyUsed(most, most_bytes), RecentlyUsed(most, most_bytes))


def why(documents: Documents, text: str) -> list[object]:
    with pytest.raises(Refusal) as refused:
        documents.find(text)
    return [refused.value.status, *(error.formatted for error in refused.value.errors)]


def test_a_document_is_read_once_and_the_oldest_is_forgotten() -> None:
    documents = remembering(2)
    first, second = documents.find("{ __typename }"), documents.find("{ a: __typename }")
    assert documents.find("{ __typename }") is first
    documents.find("{ b: __typename }")
    assert documents.find("{ __typename }") is first
    assert documents.find("{ a: __typename }") is not second


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30].strip())
def test_a_refusal_is_found_once_and_said_alike_ever_after(text: str) -> None:
    documents = remembering(10)
    first = why(documents, text)
    with mock.patch.object(module, "parse", side_effect=AssertionError("read again")):
        assert [why(documents, text) for _ in range(3)] == [first] * 3


def test_a_refusal_that_is_said_often_gathers_no_tracebacks() -> None:
    documents = remembering(10)
    frames = []
    for _ in range(4):
        with pytest.raises(Refusal) as refused:
            documents.find("{")
        frames.append(len(refused.traceback))
    assert frames[1] == frames[2] == frames[3]


def test_documents_that_are_refused_push_out_none_that_are_answered() -> None:
    documents = remembering(2)
    kept = documents.find("{ __typename }")
    for number in range(10):
        why(documents, f"{{ nothing{number} }}")
    assert documents.find("{ __typename }") is kept


def test_what_is_longer_than_any_document_is_not_remembered() -> None:
    documents = remembering(10)
    why(documents, "#" * (limits.MOST_CHARACTERS + 1))
    assert len(documents.refused) == 0


@pytest.mark.parametrize(
    "many",
    [
        "{ " + " ".join(f"a{i}: __typename" for i in range(40)) + " x%d: __typename }",
        "{ orders(filter: {or: [" + "{id: {eq: $i}}" * 60 + "]}) { totalCount } x%d: __typename }",
        "{ __typename } # " + "blank " * 500 + "%d",
        "#a\n" * 1000 + "{ a%d: __typename }",
    ],
    ids=["aliases", "arguments", "a comment", "comments"],
)
def test_the_bytes_that_are_counted_are_about_those_that_are_held(many: str) -> None:
    text = many.replace("$i", '"T3JkZXI6MQ"')
    documents = remembering(1000, 2**30)
    documents.find(text % 0)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0], documents.accepted.bytes
    for number in range(1, 40):
        documents.find(text % number)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] - before[0]
    tracemalloc.stop()
    counted = documents.accepted.bytes - before[1]
    assert 0.4 < held / counted < 1.5, (sys.version, held, counted)


def test_what_does_not_fit_is_forgotten_by_its_bytes() -> None:
    documents = remembering(1000, most_bytes=50_000)
    for number in range(100):
        documents.find(f"{{ a{number}: __typename b: __typename }}")
        why(documents, f"{{ nothing{number} }}")
        assert 0 < documents.accepted.bytes <= 50_000
        assert 0 < documents.refused.bytes <= 50_000
    assert len(documents.accepted) < 20
