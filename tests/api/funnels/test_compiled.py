"""Compiled funnels answer what interpreted ones do, byte for byte, on random rows."""

import random

import msgspec
import pytest

from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel, Narrowing
from api.graphql import names
from tests.api.funnels import random_rows
from tests.api.funnels.conftest import Both
from tests.api.graphql.conftest import Service

REPORT = """{ name __typename beside { name label count shareOfFirst kind: __typename }
  stages { name label count shareOfFirst conversionFromPrevious stuck __typename }
  again: stages { stuck } amounts { name label cents } }"""
DAYS = ["2026-01-01", "2026-03-28", "2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"]
ZONES = ["Europe/Berlin", "Asia/Kuala_Lumpur", "America/St_Johns", "UTC", None]
PERIODS = ["DAY", "WEEK", "MONTH"]
OWNERS = {
    "blasts": "funnel",
    "campaigns": "funnel",
    "merchants": "funnel",
    "affiliatePartners": "funnel",
    "funnels": "report",
    "contacts": "engagement",
}


@pytest.fixture
def chance(service: Service, request: pytest.FixtureRequest) -> random.Random:
    """Return the dice that rows were thrown with: the test's own, the same in each run."""
    dice = random.Random(request.node.name)  # noqa: S311 - rows of a test, no secret
    with service.owner.transaction():
        random_rows.fill(service.ours, dice)
        random_rows.fill(service.theirs, dice)
    return dice


def said(both: Both, funnel: Funnel, chance: random.Random) -> dict[str, object]:
    """Return a random filter."""
    chosen = chance.sample(funnel.narrowings, min(chance.randrange(3), len(funnel.narrowings)))
    return {one.name: _values(both, one, chance) for one in chosen}


def _values(both: Both, narrowing: Narrowing, chance: random.Random) -> object:
    known = random_rows.TEXTS
    if narrowing.values is not None:
        known = list(narrowing.values.__members__)
    if narrowing.target is not None:
        listed = names.camel(narrowing.target)
        answer = msgspec.json.decode(both.ask(f"{{ {listed} {{ nodes {{ id }} }} }}"))
        known = [node["id"] for node in answer[listed]["nodes"]]
    return chance.choice([None, [], known, chance.sample(known, min(2, len(known)))])


@pytest.mark.usefixtures("chance")
@pytest.mark.parametrize("owner", OWNERS)
def test_the_funnel_of_each_row(both: Both, owner: str) -> None:
    field = OWNERS[owner]
    answer = both.ask(
        f"{{ {owner} {{ nodes {{ id {field} {REPORT} {field}2: {field} {{ name }} }} }} }}"
    )
    assert answer.count(b'"stages"') > 1


@pytest.mark.parametrize("funnel", FUNNELS, ids=lambda funnel: funnel.name)
def test_the_funnel_of_all_rows(both: Both, chance: random.Random, funnel: Funnel) -> None:
    kind = f"{names.pascal(funnel.name)}FunnelFilter"
    document = (
        f"query ($filter: {kind}, $since: Date, $until: Date, $zone: String) {{ {funnel.name}Funnel"
        f"(filter: $filter, since: $since, until: $until, timeZone: $zone) {REPORT} }}"
    )
    answers = set()
    for _ in range(8):
        since, until = sorted(chance.choices(DAYS, k=2))
        variables = {
            "filter": said(both, funnel, chance),
            "since": since,
            "until": until,
            "zone": chance.choice(ZONES),
        }
        kept = chance.sample(sorted(variables), chance.randrange(5))
        answers.add(both.ask(document, **{name: variables[name] for name in kept}))
    assert len(answers) > 1


@pytest.mark.parametrize("funnel", FUNNELS, ids=lambda funnel: funnel.name)
def test_the_funnel_of_each_bucket(both: Both, chance: random.Random, funnel: Funnel) -> None:
    kind = f"{names.pascal(funnel.name)}FunnelFilter"
    document = (
        f"query ($filter: {kind}, $since: Date!, $until: Date!, $by: FunnelPeriod, $zone: String) "
        f"{{ {funnel.name}FunnelSeries(filter: $filter, since: $since, until: $until, by: $by, "
        f"timeZone: $zone) {{ startsOn funnel {REPORT} also: funnel {{ stages {{ count }} }} }} }}"
    ).replace("$by: FunnelPeriod,", "$by: FunnelPeriod!,")
    answers = set()
    for _ in range(6):
        since, until = sorted(chance.choices(DAYS, k=2))
        answers.add(
            both.ask(
                document,
                since=since,
                until=until,
                by=chance.choice(PERIODS),
                zone=chance.choice(ZONES),
                filter=said(both, funnel, chance),
            )
        )
    assert len(answers) > 1


@pytest.mark.parametrize("order", ["CLICKS", "CONVERSIONS", "COMMISSION"])
def test_the_leaderboard(both: Both, chance: random.Random, order: str) -> None:
    document = """query ($first: Int!, $order: LeaderboardOrder!, $currency: String!, $since: Date,
                         $until: Date, $zone: String) {
      affiliateLeaderboard(first: $first, orderBy: $order, currency: $currency, since: $since,
                           until: $until, timeZone: $zone) {
        rank links clicks validClicks conversions __typename
        commissions { currency earned approved __typename } sums: commissions { earned }
        partner { id name status funnel { stages { count } }
                  clicks { totalCount } conversions(first: 2) { nodes { order { id } } } } } }"""
    for first in (0, 1, 3, 50):
        since, until = sorted(chance.choices(DAYS, k=2))
        currency, zone = chance.choice(["EUR", "USD", "XXX"]), chance.choice(ZONES)
        days = {"since": since, "until": until, "zone": zone} if first < 50 else {}
        both.ask(document, first=first, order=order, currency=currency, **days)
    both.ask("{ affiliateLeaderboard { partner { name } } }")


@pytest.mark.parametrize("by", PERIODS)
def test_the_numbers_of_each_day(both: Both, chance: random.Random, by: str) -> None:
    document = """query ($since: Date!, $until: Date!, $by: FunnelPeriod!) {
      kpiSeries(since: $since, until: $until, by: $by) {
        startsOn leads orders attendance ordersPerLead __typename
        money { currency revenue adSpend returnOnAdSpend } leads2: money { __typename } }
      dailyMetricsSeries(since: $since, until: $until, by: $by) {
        startsOn emailsSent opens clicks recoveredCents __typename } }"""
    answers = set()
    for _ in range(5):
        since, until = sorted(chance.choices(DAYS, k=2))
        answers.add(both.ask(document, since=since, until=until, by=by))
    assert len(answers) > 1


def test_empty_tables(both: Both) -> None:
    roots = " ".join(f"{funnel.name}Funnel {REPORT}" for funnel in FUNNELS)
    series = " ".join(
        f'{funnel.name}FunnelSeries(since: "2026-03-28", until: "2026-03-30") '
        f"{{ startsOn funnel {REPORT} }}"
        for funnel in FUNNELS
    )
    days = """kpiSeries(since: "2026-03-28", until: "2026-03-30") {
        leads ordersPerLead money { currency } }
      dailyMetricsSeries(since: "2026-03-28", until: "2026-03-30") { opens recoveredCents }
      affiliateLeaderboard { rank }"""
    answer = msgspec.json.decode(both.ask(f"{{ {roots} {series} {days} }}"))
    assert all(stage["count"] == 0 for stage in answer["blastFunnel"]["stages"])
    assert len(answer["engagementFunnelSeries"]) == 3
    assert answer["affiliateLeaderboard"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ('since: "2026-02-01", until: "2026-01-31"', "until 2026-01-31 is before since 2026-02-01"),
        ('since: "2020-01-01", until: "2026-01-31"', "more than 1000 buckets"),
        ('since: "2026-01-01", until: "2026-01-31", timeZone: "Mars/Base"', "is no time zone"),
        ('since: "2026-01-01", until: "9999-12-31", by: MONTH', "pass an earlier day"),
        ('since: "2026-01-01", until: "2026-01-31", filter: {blasts: ["x"]}', "is no id"),
    ],
)
def test_both_refuse_the_same(both: Both, arguments: str, said: str) -> None:
    document = f"{{ blastFunnelSeries({arguments}) {{ startsOn }} }}"
    assert said in both.refusal(document)


def test_a_plan_checks_later_values_too(both: Both) -> None:
    document = """query ($since: Date!, $until: Date!, $zone: String!) {
      blastFunnelSeries(since: $since, until: $until, timeZone: $zone) { startsOn } }"""
    days = {"since": "2026-01-01", "until": "2026-01-02"}
    both.ask(document, **days, zone="Europe/Berlin")
    assert "Mars/Base" in both.refusal(document, **days, zone="Mars/Base")
    backwards = {"since": "2026-01-02", "until": "2026-01-01"}
    assert "swap them" in both.refusal(document, **backwards, zone="UTC")
    assert "nobody" not in both.ask(document, **days, zone="UTC").decode()
