"""The blast funnel equals the source document's SQL, on random rows."""

import random

import pytest

from api.funnels.compiled import reports
from api.funnels.report import quotient
from api.graphql.fragments import bind, compose
from models.blasts import RecipientStatus
from tests.api.graphql.conftest import Service

SHAPE = """{ name stages { name label count shareOfFirst conversionFromPrevious stuck }
             beside { name count shareOfFirst } amounts { name } }"""
NAMES = ["recipients", "sent", "received", "delivered", "read", "replied", "closed"]
# The source document's query, with its received corrected, and what it has no line for.
METRICS = """
    select count(*),
           count(*) filter (where status::text <> 'QUEUED' and status::text <> 'FAILED'),
           count(*) filter (where status::text <> 'PENDING' and status::text <> 'QUEUED'
                            and status::text <> 'FAILED'),
           count(*) filter (where status >= 'DELIVERY_ACK' and status::text <> 'FAILED'),
           count(*) filter (where status in ('READ_ACK', 'REPLIED', 'CLOSED')),
           count(*) filter (where status in ('REPLIED', 'CLOSED')),
           count(*) filter (where status = 'CLOSED')
      from blast_recipients where blast_id = %s"""
STUCK = "select status::text, count(*) from blast_recipients where blast_id = %s group by status"
STATUS_OF_STAGE = [
    "QUEUED",
    "PENDING",
    "SERVER_ACK",
    "DELIVERY_ACK",
    "READ_ACK",
    "REPLIED",
    "CLOSED",
]


def blasts(service: Service, many: int, seed: int) -> list[object]:
    chance = random.Random(seed)  # noqa: S311 - rows of a test, no secret
    ids = []
    for number in range(many):
        blast = service.ours.add("blasts", blast_tag=f"tag {number % 3}")
        ids.append(blast["id"])
        for _ in range(chance.randrange(40)):
            status = chance.choice(list(RecipientStatus))
            service.ours.add("blast_recipients", blast_id=blast["id"], status=status.value)
    return ids


@pytest.mark.parametrize("seed", range(3))
def test_every_number_equals_plain_sql(service: Service, seed: int) -> None:
    ids = blasts(service, 6, seed)
    theirs = service.theirs.add("blasts", blast_tag="tag 0")
    service.theirs.add("blast_recipients", blast_id=theirs["id"], status="READ_ACK")
    answer = service.ask(f"{{ blasts(orderBy: {{field: ID}}) {{ nodes {{ funnel {SHAPE} }} }} }}")
    nodes = answer.at("blasts", "nodes")
    assert isinstance(nodes, list)
    assert len(nodes) == len(ids)
    for key, node in zip(ids, nodes, strict=True):
        counts = service.owner.execute(METRICS, [key]).fetchone()
        per_status: dict[str, int] = dict(service.owner.execute(STUCK, [key]).fetchall())
        stages = node["funnel"]["stages"]
        assert [stage["name"] for stage in stages] == NAMES
        assert tuple(stage["count"] for stage in stages) == counts
        stuck = [per_status.get(status, 0) for status in STATUS_OF_STAGE]
        assert [stage["stuck"] for stage in stages] == stuck
        assert node["funnel"]["beside"][0]["count"] == per_status.get("FAILED", 0)


def test_shares_and_conversions_divide_by_the_first_and_the_stage_before(service: Service) -> None:
    for status in ("QUEUED", "FAILED", "READ_ACK", "READ_ACK"):
        service.ours.add("blast_recipients", status=status)
    stages = service.ask(f"{{ blastFunnel {SHAPE} }}").at("blastFunnel", "stages")
    assert isinstance(stages, list)
    assert [stage["shareOfFirst"] for stage in stages] == [1, 0.5, 0.5, 0.5, 0.5, 0, 0]
    conversions = [stage["conversionFromPrevious"] for stage in stages]
    assert conversions == [None, 0.5, 1, 1, 1, 0, None]


def test_shares_and_conversions_have_four_digits(service: Service) -> None:
    for status in ("QUEUED", "READ_ACK", "READ_ACK"):
        service.ours.add("blast_recipients", status=status)
    stages = service.ask(f"{{ blastFunnel {SHAPE} }}").at("blastFunnel", "stages")
    assert isinstance(stages, list)
    assert [stage["shareOfFirst"] for stage in stages] == [1, *[0.6667] * 4, 0, 0]


@pytest.mark.parametrize(
    ("part", "whole", "rounded"),
    [(1, 3, 0.3333), (1, 20_000, 0.0001), (1, 20_001, 0.0), (7, 2, 3.5), (0, 5, 0.0), (5, 0, None)],
)
def test_both_executors_round_a_half_up(
    service: Service, part: int, whole: int, rounded: float | None
) -> None:
    assert quotient(part, whole) == rounded
    in_sql = reports.quotient(bind(part, "bigint"), bind(whole, "bigint"))
    statement = compose("select {}", in_sql).text.as_string(None).encode()
    found = service.owner.execute(statement, in_sql.values).fetchone()
    assert found == (rounded,)


def test_an_empty_funnel_divides_by_nothing(service: Service) -> None:
    service.theirs.add("blast_recipients")
    blast = service.ours.add("blasts")
    assert blast["blast_tag"] is None
    answer = service.ask(f"{{ blastFunnel {SHAPE} blasts {{ nodes {{ funnel {SHAPE} }} }} }}")
    for funnel in (answer.at("blastFunnel"), answer.at("blasts", "nodes", 0, "funnel")):
        assert isinstance(funnel, dict)
        assert [
            (stage["count"], stage["shareOfFirst"], stage["conversionFromPrevious"], stage["stuck"])
            for stage in funnel["stages"]
        ] == [(0, None, None, 0)] * len(NAMES)
        assert funnel["beside"] == [{"name": "failed", "count": 0, "shareOfFirst": None}]
        assert funnel["amounts"] == []


def test_a_page_of_funnels_is_counted_by_one_statement(service: Service) -> None:
    document = "{ blasts { nodes { funnel { stages { count } } } } }"
    blasts(service, 1, seed=1)
    few = service.ask(document)
    blasts(service, 20, seed=2)
    many = service.ask(document)
    assert (len(few.statements), len(many.statements)) == (2, 2)


@pytest.mark.parametrize(
    ("narrowed", "recipients"),
    [
        ("{}", 4),
        ("{tags: null}", 4),
        ("{tags: []}", 0),
        ('{tags: ["spring"]}', 3),
        ('{tags: ["spring", "none"], statuses: [READ_ACK]}', 2),
        ('{followUpStages: ["Initial"]}', 3),
        ("{states: [SENT]}", 1),
        ("{statuses: [QUEUED, READ_ACK]}", 3),
        ("{statuses: [CLOSED]}", 0),
    ],
)
def test_a_filter_says_which_rows_count(service: Service, narrowed: str, recipients: int) -> None:
    spring = service.ours.add("blasts", blast_tag="spring", follow_up_stage="Initial")
    autumn = service.ours.add("blasts", blast_tag="autumn", state="SENT")
    for status in ("READ_ACK", "READ_ACK", "QUEUED"):
        service.ours.add("blast_recipients", blast_id=spring["id"], status=status)
    service.ours.add("blast_recipients", blast_id=autumn["id"], status="FAILED")
    answer = service.ask(f"{{ blastFunnel(filter: {narrowed}) {{ stages {{ count }} }} }}")
    assert answer.at("blastFunnel", "stages", 0, "count") == recipients


def test_ids_narrow_to_their_rows_and_nobody_elses(service: Service) -> None:
    service.ours.add("blast_recipients")
    service.ours.add("blast_recipients", blast_id=service.ours.add("blasts")["id"])
    service.theirs.add("blast_recipients")
    document = "query ($ids: [ID!]!) { blastFunnel(filter: {blasts: $ids}) { stages { count } } }"
    ours = service.ask("{ blasts { nodes { id } } }").at("blasts", "nodes", 0, "id")
    theirs = service.ask("{ blasts { nodes { id } } }", by=service.theirs)
    foreign = theirs.at("blasts", "nodes", 0, "id")
    assert service.ask(document, ids=[ours]).at("blastFunnel", "stages", 0, "count") == 1
    assert service.ask(document, ids=[foreign]).at("blastFunnel", "stages", 0, "count") == 0
    refused = service.ask(document, ids=["nonsense"])
    assert refused.errors[0]["extensions"] == {"code": "BAD_USER_INPUT"}
