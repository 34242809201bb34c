"""Series over days, weeks and months, on the clocks of a time zone."""

import datetime as dt
import itertools

import pytest

from api.funnels.periods import FunnelPeriod, buckets
from tests.api.graphql.conftest import Service

SERIES = """query ($since: Date!, $until: Date!, $period: FunnelPeriod!, $zone: String) {
  blastFunnelSeries(since: $since, until: $until, by: $period, timeZone: $zone)
    { startsOn funnel { stages { count } } } }"""
# The clocks of Berlin jump from 2 to 3 on 2026-03-29, and back from 3 to 2 on 2026-10-25.
INSTANTS = {
    "23:30 before the short day": "2026-03-28T22:30:00+00:00",
    "00:30 on the short day": "2026-03-28T23:30:00+00:00",
    "23:30 on the short day": "2026-03-29T21:30:00+00:00",
    "00:30 after the short day": "2026-03-29T22:30:00+00:00",
    "00:30 on the long day": "2026-10-24T22:30:00+00:00",
    "23:30 on the long day": "2026-10-25T22:30:00+00:00",
    "00:30 after the long day": "2026-10-25T23:30:00+00:00",
}


def series(service: Service, since: str, until: str, by: str, zone: str | None) -> dict[str, int]:
    answer = service.ask(SERIES, since=since, until=until, period=by, zone=zone)
    found = answer.at("blastFunnelSeries")
    assert isinstance(found, list)
    assert len(answer.statements) == 1
    return {line["startsOn"]: line["funnel"]["stages"][0]["count"] for line in found}


def fill(service: Service) -> None:
    for instant in INSTANTS.values():
        blast = service.ours.add("blasts", blast_date=instant)
        service.ours.add("blast_recipients", blast_id=blast["id"])
    theirs = service.theirs.add("blasts", blast_date=INSTANTS["00:30 on the short day"])
    service.theirs.add("blast_recipients", blast_id=theirs["id"])


@pytest.mark.parametrize(
    ("since", "until", "by", "zone", "expected"),
    [
        (
            "2026-03-28",
            "2026-03-31",
            "DAY",
            "Europe/Berlin",
            {"2026-03-28": 1, "2026-03-29": 2, "2026-03-30": 1, "2026-03-31": 0},
        ),
        (
            "2026-03-28",
            "2026-03-30",
            "DAY",
            None,
            {"2026-03-28": 2, "2026-03-29": 2, "2026-03-30": 0},
        ),
        (
            "2026-10-24",
            "2026-10-26",
            "DAY",
            "Europe/Berlin",
            {"2026-10-24": 0, "2026-10-25": 2, "2026-10-26": 1},
        ),
        ("2026-03-29", "2026-03-29", "DAY", "Asia/Kuala_Lumpur", {"2026-03-29": 2}),
        # The week began on Monday the 23rd, but only days that were asked for count.
        ("2026-03-29", "2026-03-30", "WEEK", "Europe/Berlin", {"2026-03-23": 2, "2026-03-30": 1}),
        (
            "2026-08-31",
            "2026-11-01",
            "MONTH",
            "Europe/Berlin",
            {"2026-08-01": 0, "2026-09-01": 0, "2026-10-01": 3, "2026-11-01": 0},
        ),
    ],
)
def test_a_row_counts_on_the_day_that_clocks_show(  # noqa: PLR0913, PLR0917 - the columns of a table
    service: Service, since: str, until: str, by: str, zone: str | None, expected: dict[str, int]
) -> None:
    fill(service)
    assert series(service, since, until, by, zone) == expected


def test_days_are_the_organizations_own_unless_told(service: Service) -> None:
    fill(service)
    service.owner.execute(
        "update organizations set time_zone = 'Europe/Berlin' where id = %s",
        [service.ours.organization_id],
    )
    told = series(service, "2026-03-28", "2026-03-30", "DAY", "Europe/Berlin")
    assert series(service, "2026-03-28", "2026-03-30", "DAY", None) == told


@pytest.mark.parametrize(
    ("since", "until", "zone", "said"),
    [
        ("2026-02-01", "2026-01-31", None, "until 2026-01-31 is before since 2026-02-01"),
        ("2020-01-01", "2026-01-31", None, "more than 1000 buckets"),
        ("2026-01-01", "2026-01-31", "Mars/Base", "'Mars/Base' is no time zone"),
        ("2026-01-01", "2026-01-31", "EST5EDT4", "is no time zone"),
        ("2026-01-01", "2026-01-31", "localtime", "is no time zone"),
        ("2026-01-01", "9999-12-31", None, "pass an earlier day"),
    ],
)
def test_what_no_series_has_is_refused(
    service: Service, since: str, until: str, zone: str | None, said: str
) -> None:
    answer = service.ask(SERIES, since=since, until=until, period="DAY", zone=zone)
    (error,) = answer.errors
    assert said in str(error["message"])
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert answer.statements == []


@pytest.mark.parametrize("period", FunnelPeriod)
def test_buckets_follow_one_another_without_a_gap(period: FunnelPeriod) -> None:
    found = buckets(period, dt.date(2024, 1, 31), dt.date(2025, 3, 1))
    lengths = {(after - before).days for before, after in itertools.pairwise(found)}
    assert (
        lengths
        == {
            FunnelPeriod.DAY: {1},
            FunnelPeriod.WEEK: {7},
            FunnelPeriod.MONTH: {28, 29, 30, 31},
        }[period]
    )


def test_the_calendars_ends_have_buckets_too() -> None:
    assert buckets(FunnelPeriod.WEEK, dt.date.min, dt.date.min) == [dt.date.min]
    last = dt.date(9999, 12, 30)
    assert buckets(FunnelPeriod.MONTH, last, last) == [dt.date(9999, 12, 1)]
