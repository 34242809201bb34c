"""What is subscribed to comes at once and after each change, to its own tenant alone."""

import time
from collections.abc import Callable, Mapping
from typing import cast

import psycopg
import pytest

from api.graphql import node_ids
from api.schema import REGISTRY
from models.tenancy import MemberRole
from tests.api.endpoint.conftest import Running
from tests.api.sockets.conftest import Client
from tests.rows import Row

Open = Callable[..., Client]
PROGRESS = """subscription Progress($blast: ID!) {
  blastProgress(blastId: $blast) { state funnel { stages { name count } } }
}"""
BLASTS = """subscription Blasts($tags: [String!]) {
  funnelChanged(funnel: {blast: {tags: $tags}}) { stages { name count } }
}"""
MOST_EVENTS_PER_SECOND = 4


def blast_id(blast: Row) -> str:
    return node_ids.encode(REGISTRY.of_table("blasts"), [blast["id"]])


def counts(answer: Mapping[str, object]) -> dict[str, int]:
    """Return how many are in each stage, of either subscription."""
    data = cast("dict[str, dict[str, object]]", answer["data"])
    (field,) = data.values()
    report = cast("dict[str, list[dict[str, object]]]", field.get("funnel", field))
    return {str(stage["name"]): cast("int", stage["count"]) for stage in report["stages"]}


def test_a_blast_comes_at_once_and_again_while_it_is_sent(served: Running, ours: Client) -> None:
    blast = served.ours.add("blasts")
    ours.subscribe(PROGRESS, blast=blast_id(blast))
    assert counts(ours.next())["recipients"] == 0
    recipient = served.ours.add("blast_recipients", blast_id=blast["id"])
    assert counts(ours.next())["recipients"] == 1
    served.owner.execute(
        "update blast_recipients set status = 'READ_ACK' where id = %s", [recipient["id"]]
    )
    assert counts(ours.next())["read"] == 1
    served.owner.execute("update blasts set state = 'SENT' where id = %s", [blast["id"]])
    assert "SENT" in str(ours.next())
    served.owner.execute("delete from blast_recipients where id = %s", [recipient["id"]])
    assert counts(ours.next())["recipients"] == 0


def test_a_change_that_began_before_anyone_watched_is_told(served: Running, ours: Client) -> None:
    blast = served.ours.add("blasts")
    with psycopg.connect(served.database_url) as other:
        other.execute(
            "update blasts set state = 'SENDING' where id = %s returning id", [blast["id"]]
        )
        ours.subscribe(PROGRESS, blast=blast_id(blast))
        assert "DRAFT" in str(ours.next())
        assert ours.is_quiet()
        other.commit()
    assert "SENDING" in str(ours.next())


def test_a_recipient_that_moves_changes_both_blasts(served: Running, ours: Client) -> None:
    former, latter = served.ours.add("blasts"), served.ours.add("blasts")
    recipient = served.ours.add("blast_recipients", blast_id=former["id"])
    ours.subscribe(PROGRESS, id="former", blast=blast_id(former))
    assert counts(ours.next("former"))["recipients"] == 1
    served.owner.execute(
        "update blast_recipients set blast_id = %s where id = %s", [latter["id"], recipient["id"]]
    )
    assert counts(ours.next("former"))["recipients"] == 0


def test_a_blast_that_is_deleted_completes_its_subscription(served: Running, ours: Client) -> None:
    blast = served.ours.add("blasts")
    ours.subscribe(PROGRESS, blast=blast_id(blast))
    ours.next()
    served.owner.execute("delete from blasts where id = %s", [blast["id"]])
    assert ours.next() == {"data": {"blastProgress": None}}
    assert ours.hear() == {"type": "complete", "id": "1"}


def test_anothers_blast_is_not_found_as_one_that_never_was(served: Running, ours: Client) -> None:
    theirs = served.theirs.add("blasts")
    absent: Row = {"id": 2**40}
    for blast in (theirs, absent):
        ours.subscribe(PROGRESS, blast=blast_id(blast))
        assert ours.next() == {"data": {"blastProgress": None}}
        assert ours.hear() == {"type": "complete", "id": "1"}


def test_what_others_change_is_nothing_to_us(served: Running, client: Open) -> None:
    with_us, with_them = client(served.url), client(served.url)
    with_us.begin(served.token())
    with_them.begin(served.token(by=served.theirs))
    tags = ["nothing to us"]
    for opened in (with_us, with_them):
        opened.subscribe(BLASTS, tags=tags)
        assert counts(opened.next())["recipients"] == 0
    # The look that follows when listening begins is over then.
    assert with_us.is_quiet()
    before = len(served.lines())
    blast = served.theirs.add("blasts", blast_tag=tags[0])
    served.theirs.add("blast_recipients", blast_id=blast["id"])
    while counts(with_them.next())["recipients"] != 1:
        pass
    assert with_us.is_quiet()
    events = [line for line in served.lines()[before:] if line.get("operation") == "Blasts"]
    organizations = {line["organization"] for line in events}
    assert organizations == {str(served.theirs.organization_id)}


def test_an_event_is_seen_in_the_role_of_its_viewer(served: Running, client: Open) -> None:
    recipient = served.ours.add("blast_recipients", phone_number="+60123456789")
    document = """subscription ($blast: ID!) { blastProgress(blastId: $blast) {
      recipients { nodes { phoneNumber } } } }"""
    opened = client(served.url)
    opened.begin(served.token(MemberRole.ANALYST))
    opened.subscribe(document, blast=blast_id({"id": recipient["blast_id"]}))
    assert "+60123456789" not in str(opened.next())


def test_a_change_that_changes_nothing_of_what_was_asked_is_not_told(
    served: Running, ours: Client
) -> None:
    tag = ["not told"]
    blast = served.ours.add("blasts", blast_tag=tag[0])
    ours.subscribe(BLASTS, tags=tag)
    ours.next()
    served.owner.execute("update blasts set message_template = 'new' where id = %s", [blast["id"]])
    assert ours.is_quiet()
    served.ours.add("blast_recipients", blast_id=blast["id"])
    assert counts(ours.next())["recipients"] == 1


def test_a_transaction_that_is_taken_back_is_not_told(served: Running, ours: Client) -> None:
    blast = served.ours.add("blasts")
    ours.subscribe(PROGRESS, blast=blast_id(blast))
    ours.next()
    assert ours.is_quiet()
    before = len(served.lines())
    served.owner.execute("begin")
    served.ours.add("blast_recipients", blast_id=blast["id"])
    served.owner.execute("rollback")
    assert ours.is_quiet()
    assert [line for line in served.lines()[before:] if line.get("operation") == "Progress"] == []


def test_many_changes_are_few_events_and_the_last_of_them_is_told(
    served: Running, ours: Client
) -> None:
    blast = served.ours.add("blasts")
    ours.subscribe(PROGRESS, blast=blast_id(blast))
    ours.next()
    started, many = time.monotonic(), 200
    for _ in range(many):
        served.ours.add("blast_recipients", blast_id=blast["id"])
    told = [0]
    while told[-1] != many:
        told.append(counts(ours.next())["recipients"])
    seconds = time.monotonic() - started
    assert told == sorted(set(told))
    assert len(told) - 1 <= seconds * MOST_EVENTS_PER_SECOND + 2
    assert ours.is_quiet()


@pytest.mark.parametrize(
    ("table", "funnel"),
    [
        ("affiliate_clicks", "affiliate"),
        ("email_sends", "campaign"),
        ("daily_metrics", "dunning"),
        ("usage_logs", "dunningEmail"),
        ("funnel_sessions", "storefront"),
    ],
)
def test_every_funnel_comes_again_when_its_rows_change(
    served: Running, ours: Client, table: str, funnel: str
) -> None:
    served.ours.the(table)
    field = f"funnelChanged(funnel: {{{funnel}: {{}}}})"
    ours.subscribe(f"subscription {{ {field} {{ stages {{ count }} }} }}")
    ours.next()
    values: dict[str, Row] = {
        "email_sends": {"status": "sent"},
        "daily_metrics": {"metric_date": "2031-01-01", "emails_sent": 7},
    }
    served.ours.add(table, **values.get(table, {}))
    ours.next()


def test_a_member_that_asks_for_no_such_days_is_told_so(ours: Client) -> None:
    ours.subscribe(
        'subscription { funnelChanged(funnel: {blast: {}}, since: "2026-02-01", '
        'until: "2026-01-01") { name } }'
    )
    assert "until 2026-01-01 is before since 2026-02-01" in str(ours.hear())
