"""Code that lives in the database: functions, triggers, rules, and blocks that run at once."""

from lint.definitions import Argument, Query, Routine, Volatility
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.ops.operation import Operation


class CreateFunction(Operation):
    """`operations` is what its body does, as far as it can be read; it runs when it is called."""

    name: Name
    arguments: tuple[Argument, ...] = ()
    returns: TypeName | None = None
    returns_set: bool = False
    language: str = "sql"
    body: str = ""
    # The single expression of a one-line SQL function: decides if PostgreSQL can inline it.
    expression: Expression | None = None
    volatility: Volatility = Volatility.VOLATILE
    is_strict: bool = False
    is_security_definer: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    or_replace: bool = False
    is_procedure: bool = False
    operations: tuple[Operation, ...] = ()
    # What a body in BEGIN ATOMIC names: PostgreSQL holds on to it. None: the body is a text.
    holds: Query | None = None


class AlterFunction(Operation):
    """None means: left as it is."""

    routine: Routine
    volatility: Volatility | None = None
    is_security_definer: bool | None = None
    is_strict: bool | None = None
    settings: tuple[tuple[str, str], ...] = ()
    reset: tuple[str, ...] = ()


class CreateTrigger(Operation):
    """`CREATE TRIGGER`."""

    name: str
    table: Name
    function: Name
    timing: str  # before, after, instead of
    events: tuple[str, ...]  # insert, update, delete, truncate
    columns: tuple[str, ...] = ()
    for_each_row: bool = False
    when: Expression | None = None
    is_constraint: bool = False
    references: Name | None = None
    or_replace: bool = False


class CreateEventTrigger(Operation):
    """`CREATE EVENT TRIGGER`."""

    name: str
    event: str
    function: Name


class CreateRule(Operation):
    """`CREATE RULE`."""

    name: str
    table: Name
    event: str
    is_instead: bool = False
    or_replace: bool = False
    # The tables that its actions write to.
    writes: tuple[Name, ...] = ()
    # What its condition and its actions name, columns that are written included.
    query: Query = Query()


class DoBlock(Operation):
    """Stands before the operations found in the block, which share its place."""

    language: str = "plpgsql"
    body: str = ""
