"""The leaderboard of partners as JSON: `api.funnels.leaderboard` in SQL."""

import models
from api.funnels import inputs, leaderboard
from api.funnels.leaderboard import LeaderboardOrder
from api.graphql.asked import Asked
from api.graphql.compiler import objects
from api.graphql.compiler.site import Site
from api.graphql.fragments import Fragment, compose
from api.graphql.slots import apply


def partners(site: Site) -> Fragment:
    """Compile the leaderboard."""
    said = site.asked.arguments
    ranking = leaderboard.ranking(
        inputs.span(said),
        apply(leaderboard.places, said["first"]),
        LeaderboardOrder(str(said["orderBy"])),
        said["currency"],
    )
    leaders = compose(
        "select {} from ({}) as leader window places as (order by leader.ranked_by desc, "
        "leader.partner_id) order by leader.ranked_by desc, leader.partner_id",
        objects.columns(
            site.asked.fields, "AffiliateLeader", lambda field: _of_leader(site, field)
        ),
        ranking,
    )
    return objects.of_rows(leaders, "leader")


def _of_leader(site: Site, field: Asked) -> Fragment:
    match field.name:
        case "partner":
            key = compose("leader.partner_id")
            return site.row(models.affiliates.AffiliatePartner, key, field.fields)
        case "commissions":
            return _commissions(field)
        case _:
            return _NUMBERS[field.name]


_NUMBERS = {
    "rank": compose("row_number() over places"),
    "links": compose("leader.links::integer"),
    "clicks": compose("leader.clicks::integer"),
    "validClicks": compose("leader.valid_clicks::integer"),
    "conversions": compose("leader.conversions::integer"),
}


def _commissions(asked: Asked) -> Fragment:
    values = {
        "currency": compose("line.currency"),
        "earned": compose("line.earned::text"),
        "approved": compose("line.approved::text"),
    }
    lines = compose(
        "select {} from unnest(leader.currencies, leader.earned, leader.approved) with ordinality "
        "as line (currency, earned, approved, place) order by line.place",
        objects.columns(asked.fields, "LeaderCommission", lambda field: values[field.name]),
    )
    return objects.of_rows(lines, "commission")
