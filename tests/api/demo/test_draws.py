"""The vocabulary that rows are made with: draws, seasons and shares."""

from collections import Counter

import pytest

from api.demo.draws import Draw, chance, evenly, spread, stream, weighted
from api.demo.scale import Scale, shares
from api.demo.season import DAY, HOUR
from api.demo.tenants import CONTACT, tenants


def test_a_draw_depends_on_its_purpose_and_number_only() -> None:
    choice = evenly(range(1000))
    first, again, other_row, other_purpose = (
        [draw(choice) for _ in range(50)]
        for draw in (
            Draw(stream("a"), 7),
            Draw(stream("a"), 7),
            Draw(stream("a"), 8),
            Draw(stream("b"), 7),
        )
    )
    assert first == again
    assert first != other_row
    assert first != other_purpose


def test_outcomes_come_as_often_as_their_weights_say() -> None:
    assert Counter(weighted({"often": 3, "seldom": 1})) == {"often": 768, "seldom": 256}
    assert Counter(chance(25)) == {True: 256, False: 768}
    assert Counter(weighted({"a": 1, "b": 1, "c": 1})).total() == 1024


def test_draws_from_many_rows_follow_the_weights() -> None:
    drawn = Counter(Draw(stream("rows"), row)(chance(30)) for row in range(20_000))
    assert abs(drawn[True] / 20_000 - 0.3) < 0.02


def test_a_spread_keeps_its_quantiles() -> None:
    delays = spread((0, 0), (50, 100), (90, 1_000), (100, 5_000))
    assert len(delays) == 1024
    assert list(delays) == sorted(delays)
    assert sum(delay < 100 for delay in delays) == 512
    assert sum(delay < 1_000 for delay in delays) == 921
    assert max(delays) < 5_000


def test_a_number_below_a_limit_is_below_it() -> None:
    draw = Draw(stream("below"), 1)
    assert {draw.below(3) for _ in range(200)} == {0, 1, 2}


@pytest.mark.parametrize("total", [0, 1, 7, 1_000_000])
def test_shares_add_up_to_the_total(total: int) -> None:
    parts = shares(total, [5, 1, 0, 3])
    assert sum(parts) == total
    assert parts[2] == 0


@pytest.mark.parametrize("place", [0, 1])
def test_later_rows_happen_later_and_the_count_before_a_moment_is_sure(place: int) -> None:
    tenant = tenants(Scale.SMALL)[place]
    total = 5_000
    moments = [tenant.season.moment(row, total, tenant.draw(CONTACT, row)) for row in range(total)]
    assert moments == sorted(moments)
    for moment in range(0, 182 * DAY, 37 * HOUR):
        known = tenant.season.count_before(moment, total)
        assert all(earlier < moment for earlier in moments[:known])
        assert sum(earlier < moment for earlier in moments) - known < total // 100


@pytest.mark.parametrize(
    ("scale", "recipients", "clicks", "orders"),
    [
        (Scale.SMALL, 6_000, 4_000, 1_600),
        (Scale.MEDIUM, 40_000, 40_000, 20_000),
        (Scale.LARGE, 1_000_000, 1_000_000, 200_000),
    ],
)
def test_the_organizations_together_are_the_scale(
    scale: Scale, recipients: int, clicks: int, orders: int
) -> None:
    volumes = [tenant.volume for tenant in tenants(scale)]
    assert sum(volume.recipients for volume in volumes) == recipients
    assert sum(volume.clicks for volume in volumes) == clicks
    assert sum(volume.orders for volume in volumes) == orders
    assert tenants(scale)[1].earlier == volumes[0]
