"""The schema of the whole API: the only module that names all domains."""

import strawberry

from api.affiliates import types as affiliates
from api.blasts import subscriptions as blast_subscriptions
from api.blasts import types as blasts
from api.dunning import types as dunning
from api.email import types as email
from api.funnels import columns, leaderboard, periods
from api.funnels import queries as funnels
from api.funnels import subscriptions as funnel_subscriptions
from api.funnels.compiled.roots import ROOTS
from api.funnels.dailies import DailyQueries
from api.funnels.leaderboard import LeaderboardQueries
from api.graphql import building, registry
from api.graphql.registry import Registry
from api.imports import types as imports
from api.orders import types as orders
from api.storefront import types as storefront
from api.support import types as support
from api.tenancy import types as tenancy
from api.tenancy.queries import TenancyQueries, compile_viewer

REGISTRY: Registry = registry.of_modules(
    (
        affiliates,
        blasts,
        dunning,
        email,
        imports,
        leaderboard,
        orders,
        periods,
        storefront,
        support,
        tenancy,
    )
)

READ_BY_HAND: columns.Reads = columns.of_roots()
"""What the root fields read whose SQL no entity declares."""

_FUNNELS = funnels.of_registry(REGISTRY)

schema: strawberry.Schema = building.build(
    REGISTRY,
    (_FUNNELS, DailyQueries, LeaderboardQueries, TenancyQueries),
    compiled={**ROOTS, "viewer": compile_viewer},
    subscriptions=(blast_subscriptions.root_fields(), funnel_subscriptions.of_queries(_FUNNELS)),
)
