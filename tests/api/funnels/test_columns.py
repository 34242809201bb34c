"""The contract map knows every column that a funnel reads, as PostgreSQL itself sees it."""

import psycopg
import pytest
from psycopg import ClientCursor, sql

from api.funnels import columns, dailies, leaderboard, statements
from api.funnels.catalog import FUNNELS
from api.funnels.declarations import Funnel
from api.funnels.leaderboard import LeaderboardOrder
from api.funnels.periods import FunnelPeriod, Span
from api.funnels.statements import Question, fixed
from api.graphql import contract
from api.graphql.fragments import Fragment, compose
from api.schema import READ_BY_HAND, REGISTRY
from tests.api.graphql.conftest import Service

# A view depends on the columns of its statement, and the catalog says on which.
READ = """
    select distinct read.relname || '.' || attribute.attname
      from pg_depend as dependency
      join pg_rewrite as rule on rule.oid = dependency.objid
      join pg_class as read on read.oid = dependency.refobjid
      join pg_attribute as attribute
        on attribute.attrelid = read.oid and attribute.attnum = dependency.refobjsubid
     where rule.ev_class = 'seen'::regclass and dependency.refobjsubid > 0
       and dependency.refclassid = 'pg_class'::regclass and read.relname <> 'seen'"""


def read_by(service: Service, statement: Fragment) -> set[str]:
    """Return the columns that a statement reads, by PostgreSQL's own account."""
    with psycopg.connect(service.url) as connection:
        text = ClientCursor(connection).mogrify(
            sql.Composed([statement.text]), list(statement.values)
        )
        connection.execute(f"create temp view seen as {text}")
        found = {column for (column,) in connection.execute(READ)}
        connection.rollback()
    return found


@pytest.mark.parametrize("funnel", FUNNELS, ids=lambda funnel: funnel.name)
def test_a_funnels_columns_are_those_of_its_statement(service: Service, funnel: Funnel) -> None:
    told = columns.of_roots()
    read = read_by(service, columns.series(funnel))
    assert read
    assert told[f"Query.{funnel.name}Funnel"] == read
    assert told[f"Query.{funnel.name}FunnelSeries"] == read
    owned = Question(funnel, Span(), {}, compose("{} is not null", fixed(funnel.owner)))
    of_rows = statements.counting(owned, fixed(funnel.owner))
    assert columns.of_owner(funnel) == read_by(service, of_rows)


@pytest.mark.parametrize("funnel", FUNNELS, ids=lambda funnel: funnel.name)
def test_a_narrowed_funnel_reads_no_other_columns(service: Service, funnel: Funnel) -> None:
    told = columns.of_roots()
    everything: dict[str, list[object]] = {narrowing.name: [] for narrowing in funnel.narrowings}
    question = Question(funnel, columns.ALL_DAYS, everything)
    read = read_by(service, statements.counting(question, fixed("true")))
    uses = [f"Query.{funnel.name}Funnel"]
    kind = f"{funnel.name[0].upper()}{funnel.name[1:]}FunnelFilter"
    uses += [f"{kind}.{narrowing.name}" for narrowing in funnel.narrowings]
    assert read == set().union(*(told[use] for use in uses))


def test_the_other_root_fields_columns_are_those_of_their_statements(service: Service) -> None:
    told = columns.of_roots()
    rankings = [leaderboard.ranking(columns.ALL_DAYS, 1, one, "USD") for one in LeaderboardOrder]
    read = set().union(*(read_by(service, ranking) for ranking in rankings))
    assert told["Query.affiliateLeaderboard"] == read
    kpis = dailies.kpis(columns.ALL_DAYS, FunnelPeriod.DAY)
    assert told["Query.kpiSeries"] == read_by(service, kpis)
    metrics = dailies.metrics(columns.ALL_DAYS, FunnelPeriod.DAY)
    assert told["Query.dailyMetricsSeries"] == read_by(service, metrics)


def test_the_contract_says_which_funnels_read_a_column() -> None:
    told = contract.of_registry(REGISTRY, READ_BY_HAND)
    assert {"Blast.funnel", "Query.blastFunnel", "BlastFunnelFilter.statuses"} <= set(
        told["blast_recipients.status"]
    )
    assert "AffiliatePartner.funnel" in told["affiliate_payouts.status"]
    assert "EngagementFunnelFilter.sources" in told["orders.order_source"]
    assert "Query.kpiSeries" in told["daily_kpis.ad_spend"]
