"""What a client accepts decides the media type of the answer."""

import pytest

from api.endpoint.media_types import MediaType, answer_type, is_json, prefers_html

GRAPHQL, JSON = MediaType.GRAPHQL, MediaType.JSON
ACCEPTS = [
    (None, JSON),
    ("", JSON),
    ("*/*", JSON),
    ("application/*", JSON),
    ("application/json", JSON),
    ("application/graphql-response+json", GRAPHQL),
    ("APPLICATION/GraphQL-Response+JSON; charset=UTF-8", GRAPHQL),
    ("application/graphql-response+json, application/json", GRAPHQL),
    ("application/json, application/graphql-response+json", GRAPHQL),
    ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GRAPHQL),
    ("application/graphql-response+json;q=0.5, application/json", JSON),
    ("application/json;q=0.5, application/graphql-response+json;q=0.4, */*;q=0.1", JSON),
    ("application/graphql-response+json, */*;q=0.1", GRAPHQL),
    ("application/json;q=0, */*", GRAPHQL),
    ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
    ("application/graphql-response+json;q=0.2, */*", JSON),
    ("text/html", None),
    ("application/json;q=0", None),
    ("*/*;q=0", None),
    ("application/json; charset=iso-8859-1", None),
    ("application/json;q=nonsense", None),
    (",;q=1,", None),
]


@pytest.mark.parametrize(("accept", "wanted"), ACCEPTS)
def test_the_answer_has_the_type_that_is_wanted_most(
    accept: str | None, wanted: MediaType | None
) -> None:
    assert answer_type(accept) == wanted


@pytest.mark.parametrize(
    ("content_type", "is_read"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('Application/JSON;Charset="UTF-8"', True),
        ("application/json; charset=utf-16", False),
        ("application/graphql", False),
        ("text/plain", False),
        ("", False),
        (None, False),
    ],
)
def test_only_json_in_utf8_is_read(content_type: str | None, *, is_read: bool) -> None:
    assert is_json(content_type) is is_read


@pytest.mark.parametrize(
    ("accept", "is_browser"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        (None, False),
        ("application/json, text/html;q=0.5", False),
    ],
)
def test_only_who_names_html_gets_a_page(accept: str | None, *, is_browser: bool) -> None:
    assert prefers_html(accept) is is_browser
