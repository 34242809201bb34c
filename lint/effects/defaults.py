"""What a column's default is worth: whether it is accepted, and whether it can stay unstored.

A literal is looked at as far as a text can tell: a label that the enum lacks, a text that is no
number, a value that is too long. A default or generated column may call only certain things.
"""

from collections.abc import Iterator

from lint.catalog import Catalog
from lint.effects.builtins import function_volatilities
from lint.effects.moment import Moment
from lint.effects.nextval import sequences_drawn
from lint.effects.volatility import Volatility, volatility_of
from lint.expressions import (
    Cast,
    ColumnReference,
    Constant,
    ConstantKind,
    Expression,
    FunctionCall,
    SqlValue,
    Subquery,
    walk,
)
from lint.facts import Domain, EnumType, Table
from lint.names import Name, TypeName

INTEGERS = frozenset({"int2", "int4", "int8"})


def domain_default(domain: Domain | None, catalog: Catalog) -> Expression | None:
    """Return the default that a column gets from its domain, or from the one below."""
    if domain is None or domain.default is not None:
        return domain.default if domain else None
    inner = None if domain.base.array else catalog.domain(domain.base.name)
    return domain_default(inner, catalog)


def default_refusal(default: Expression, type_name: TypeName, moment: Moment) -> str | None:
    """Return why an expression cannot be the default of a column of the type, if so."""
    return next(_default_refusals(default, type_name, moment), None)


def _default_refusals(default: Expression, type_name: TypeName, moment: Moment) -> Iterator[str]:
    for node in walk(default):
        if isinstance(node, Subquery):
            yield "cannot use subquery in DEFAULT expression"
        if isinstance(node, ColumnReference):
            yield "cannot use column reference in DEFAULT expression"
        if isinstance(node, FunctionCall) and _is_aggregate(node):
            yield "aggregate functions are not allowed in DEFAULT expressions"
    for name in sequences_drawn(default, moment.catalog):
        if moment.lacks(name):
            yield f'relation "{name}" does not exist'
    refusal = literal_refusal(default, type_name, moment)
    if refusal is not None:
        yield refusal


def _is_aggregate(call: FunctionCall) -> bool:
    return "aggregate" in function_volatilities(call.function.name)


def literal_refusal(value: Expression, type_name: TypeName, moment: Moment) -> str | None:
    """Return why a literal cannot be read as the type, where that is plain to see."""
    if isinstance(value, Cast) and value.type.name == type_name.name:
        value = value.argument
    if not isinstance(value, Constant) or type_name.array:
        return None
    base = moment.catalog.base_type(type_name)
    enum = moment.catalog.enum(base.name)
    if enum is not None and value.kind is ConstantKind.STRING:
        return label_refusal(value.value, enum)
    if value.kind is ConstantKind.STRING:
        return next(_string_refusals(value.value, base), None)
    if value.kind in {ConstantKind.INTEGER, ConstantKind.BOOLEAN} and _refuses_kind(value, base):
        return f"the default cannot become a value of type {type_name}"
    return None


def label_refusal(text: str, enum: EnumType) -> str | None:
    """Return why the text cannot be read as a label of the enum, if so."""
    if enum.is_complete and text not in enum.labels:
        return f'invalid input value for enum {enum.name.name}: "{text}"'
    return None


def _refuses_kind(value: Constant, base: TypeName) -> bool:
    name = base.name.name if base.name.schema is None else ""
    if value.kind is ConstantKind.INTEGER:
        return name in {"bool", "date", "timestamp", "timestamptz", "uuid", "jsonb", "json"}
    return name in {"int2", "int4", "int8", "numeric", "date", "timestamptz", "uuid", "jsonb"}


def _string_refusals(text: str, base: TypeName) -> Iterator[str]:
    name = base.name.name if base.name.schema is None else ""
    if name in INTEGERS and not _looks_like_a_number(text):
        yield f'invalid input syntax for type {base}: "{text}"'
    limit = base.typmods[0] if name in {"varchar", "bpchar"} and base.typmods else None
    if isinstance(limit, int) and len(text.rstrip(" ")) > limit:
        yield f"value too long for type {base}"


def _looks_like_a_number(text: str) -> bool:
    bare = text.strip().lstrip("+-").replace("_", "")
    return bare.isalnum() and any(each.isdigit() for each in bare)


def generation_refusal(expression: Expression, table: Table | None, moment: Moment) -> str | None:
    """Return why a generated column cannot be computed by the expression."""
    if unsteady_function(expression, table, moment.catalog) is not None:
        return "generation expression is not immutable"
    return None


def unsteady_function(expression: Expression, table: Table | None, catalog: Catalog) -> str | None:
    """Return a function or word of the expression that is certainly not immutable.

    Some functions are immutable for some types of arguments only: those are given the benefit of
    the doubt.
    """
    for node in walk(expression):
        if isinstance(node, SqlValue):
            return str(node)
        if isinstance(node, FunctionCall) and _is_surely_unsteady(node, catalog):
            return node.function.name
        if table is not None and _depends_on_zone(node, table):
            return str(node)
    return None


_DAY_OR_CLOCK = frozenset({"date", "time", "timestamp", "text", "varchar", "bpchar"})
_BY_ZONE = frozenset({"date_trunc", "date", "date_part", "extract", "age"})


def _depends_on_zone(node: Expression, table: Table) -> bool:
    """Tell if the session's time zone decides the value: of a timestamptz, day and clock do."""
    if isinstance(node, Cast):
        return node.type.name.name in _DAY_OR_CLOCK and _is_stamp(node.argument, table)
    if isinstance(node, FunctionCall) and node.function.name in _BY_ZONE:
        # With a zone given as a third argument, date_trunc does not ask the session.
        return len(node.arguments) <= _MOST_WITHOUT_ZONE and any(
            _is_stamp(each, table) or (_cuts(node) and _is_of("date", each, table))
            for each in node.arguments
        )
    return False


def _cuts(node: FunctionCall) -> bool:
    """Tell if it is date_trunc(), which has no variant for dates: they become timestamptz."""
    return node.function.name == "date_trunc"


_MOST_WITHOUT_ZONE = 2


def _is_stamp(node: Expression, table: Table) -> bool:
    return _is_of("timestamptz", node, table)


def _is_of(type_name: str, node: Expression, table: Table) -> bool:
    column = table.column(node.column) if isinstance(node, ColumnReference) else None
    return column is not None and column.type == TypeName(Name(None, type_name))


def _is_surely_unsteady(call: FunctionCall, catalog: Catalog) -> bool:
    built_in = function_volatilities(call.function.name)
    if call.function.name.endswith(("to_tsvector", "to_tsquery")) and len(call.arguments) == 1:
        return True
    if built_in:
        return not built_in & {"immutable", "aggregate"}
    declared = [each.definition.volatility.value for each in catalog.functions_named(call.function)]
    if not declared or "immutable" in declared:
        return False
    return volatility_of(call, catalog) in {Volatility.STABLE, Volatility.VOLATILE}
