"""The root fields that are compiled, by their names."""

from collections.abc import Mapping
from typing import Final

from api.funnels.catalog import FUNNELS
from api.funnels.compiled import counts, dailies, leaderboard
from api.graphql.compiler.site import Compile

ROOTS: Final[Mapping[str, Compile]] = {
    **{f"{funnel.name}Funnel": counts.of_all(funnel) for funnel in FUNNELS},
    **{f"{funnel.name}FunnelSeries": counts.series(funnel) for funnel in FUNNELS},
    "affiliateLeaderboard": leaderboard.partners,
    "kpiSeries": dailies.kpis,
    "dailyMetricsSeries": dailies.metrics,
}
