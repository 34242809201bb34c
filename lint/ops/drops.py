"""DROP, of whatever kind."""

from lint.definitions import Routine
from lint.names import Name
from lint.ops.operation import Operation


class Drop(Operation):
    """`DROP kind names`: all names go in one statement, so one may lean on another."""

    names: tuple[Name, ...]
    if_exists: bool = False
    cascade: bool = False


class DropTable(Drop):
    """`DROP TABLE`."""

    is_foreign: bool = False


class DropView(Drop):
    """`DROP VIEW`."""


class DropMaterializedView(Drop):
    """`DROP MATERIALIZED VIEW`."""


class DropIndex(Drop):
    """`DROP INDEX`."""

    concurrently: bool = False


class DropSequence(Drop):
    """`DROP SEQUENCE`."""


class DropSchema(Drop):
    """A schema's name stands in `Name.name`."""


class DropExtension(Drop):
    """`DROP EXTENSION`."""


class DropType(Drop):
    """`DROP TYPE`."""


class DropDomain(Drop):
    """`DROP DOMAIN`."""


class DropStatistics(Drop):
    """`DROP STATISTICS`."""


class DropOther(Drop):
    """Something nothing asks about; `kind` in SQL's words."""

    kind: str


class DropRoutine(Operation):
    """DROP FUNCTION, PROCEDURE, ROUTINE or AGGREGATE."""

    routines: tuple[Routine, ...]
    kind: str = "function"
    if_exists: bool = False
    cascade: bool = False


class DropOnTable(Operation):
    """`DROP TRIGGER | RULE | POLICY name ON table`."""

    name: str
    table: Name
    if_exists: bool = False
    cascade: bool = False


class DropTrigger(DropOnTable):
    """`DROP TRIGGER`."""


class DropRule(DropOnTable):
    """`DROP RULE`."""


class DropPolicy(DropOnTable):
    """`DROP POLICY`."""


class DropOwned(Operation):
    """`DROP OWNED`."""

    roles: tuple[str, ...]
    cascade: bool = False


class DropRole(Operation):
    """`DROP ROLE`."""

    names: tuple[str, ...]
    if_exists: bool = False


class DropDatabase(Operation):
    """`DROP DATABASE`."""

    name: str
    if_exists: bool = False
