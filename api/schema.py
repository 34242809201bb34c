"""The schema of the whole API: the only module that names all domains."""

import strawberry

from api.blasts import types as blasts
from api.funnels import periods
from api.funnels import queries as funnels
from api.graphql import building, registry
from api.graphql.registry import Registry
from api.orders import types as orders
from api.tenancy import types as tenancy
from api.tenancy.queries import TenancyQueries

REGISTRY: Registry = registry.of_modules((blasts, orders, periods, tenancy))

schema: strawberry.Schema = building.build(
    REGISTRY, (funnels.of_registry(REGISTRY), TenancyQueries)
)
