"""The columns that the SQL of funnels reads, for the contract map.

That SQL names every column as `alias.column`, and every table as `from table as alias` or by its
own name, so its text is enough to know them; a test compares them with what PostgreSQL says of the
same statements. A filter of what a subquery made up itself, such as the source of a click, has no
column of its own: the root field is known to read what it is made from.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from api.funnels import catalog, dailies, leaderboard, statements
from api.funnels.declarations import Funnel
from api.funnels.leaderboard import LeaderboardOrder
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.statements import Question, fixed
from api.graphql import names
from api.graphql.fragments import Fragment, compose
from models import metadata

Reads = Mapping[str, frozenset[str]]
"""The columns, as `table.column`, that each use reads, such as `Query.blastFunnel`."""

# Neither a comment nor a text names a column.
_SILENT: Final = re.compile(r"--[^\n]*|'[^']*'")
_TABLE: Final = re.compile(r"\b(?:from|join)\s+(\w+)(?:\s+as\s+(\w+))?")
_COLUMN: Final = re.compile(r'\b(\w+)\."?(\w+)')
_ANY_DAY: Final = dt.date(2000, 1, 1)
ALL_DAYS: Final = Span(_ANY_DAY, _ANY_DAY)


def of_roots() -> Reads:
    """Return what the root fields of funnels read, and the fields of their filters."""
    found = {
        "Query.affiliateLeaderboard": frozenset[str]().union(*map(_ranking, LeaderboardOrder)),
        "Query.kpiSeries": columns(dailies.kpis(ALL_DAYS, FunnelPeriod.DAY)),
        "Query.dailyMetricsSeries": columns(dailies.metrics(ALL_DAYS, FunnelPeriod.DAY)),
    }
    for funnel in catalog.FUNNELS:
        found[f"Query.{funnel.name}Funnel"] = found[f"Query.{funnel.name}FunnelSeries"] = columns(
            series(funnel)
        )
        for narrowing in funnel.narrowings:
            use = f"{names.pascal(funnel.name)}FunnelFilter.{narrowing.name}"
            found[use] = columns(fixed(narrowing.condition), compose("from {}", fixed(funnel.rows)))
    return found


def of_owner(funnel: Funnel) -> frozenset[str]:
    """Return what the funnel of a row reads beside the row's id."""
    owner = fixed(funnel.owner)
    owned = compose("{} is not null", owner)
    return columns(statements.counting(Question(funnel, Span(), {}, owned), owner))


def series(funnel: Funnel) -> Fragment:
    """Return the statement for a funnel that reads most: all days, on the organization's clocks."""
    question = Question(funnel, ALL_DAYS, {})
    return statements.counting(question, statements.bucket(question, FunnelPeriod.DAY))


def columns(sql: Fragment, tables: Fragment | None = None) -> frozenset[str]:
    """Return the columns that SQL names, of tables that it or that other SQL names."""
    text = _text(sql)
    aliases = {
        alias or table: metadata.tables[table]
        for table, alias in _TABLE.findall(text if tables is None else f"{_text(tables)} {text}")
        if table in metadata.tables
    }
    return frozenset(
        f"{aliases[alias].name}.{aliases[alias].columns[column].name}"
        for alias, column in _COLUMN.findall(text)
        if alias in aliases
    )


def _ranking(order: LeaderboardOrder) -> frozenset[str]:
    return columns(leaderboard.ranking(ALL_DAYS, 1, order, ""))


def _text(sql: Fragment) -> str:
    return _SILENT.sub("", sql.text.as_string(None))
