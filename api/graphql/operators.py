"""What a filter can ask of one value: the operators of each kind, and their SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import LiteralString

from api.graphql.fragments import Fragment, bind, bind_array, compose
from api.graphql.kinds import Kind, ValueType
from api.graphql.refusals import bad_input
from api.graphql.slots import apply

MOST_VALUES = 1000


class Operand(Enum):
    """What an operator compares with."""

    VALUE = auto()
    VALUES = auto()
    PATTERN = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True)
class Operator:
    """One thing that can be asked of a value."""

    name: str
    description: str
    operand: Operand
    sql: LiteralString
    pattern: str = "{}"


EQ = Operator("eq", "Equals this", Operand.VALUE, "{} = {}")
IN = Operator(
    "in", "Is one of these; of none where the list is empty", Operand.VALUES, "{} = any({})"
)
GT = Operator("gt", "Lies above this", Operand.VALUE, "{} > {}")
GTE = Operator("gte", "Lies at or above this", Operand.VALUE, "{} >= {}")
LT = Operator("lt", "Lies below this", Operand.VALUE, "{} < {}")
LTE = Operator("lte", "Lies at or below this", Operand.VALUE, "{} <= {}")
STARTS_WITH = Operator(
    "startsWith", "Begins with this text, whatever its case", Operand.PATTERN, "{} ilike {}", "{}%"
)
CONTAINS = Operator(
    "contains", "Contains this text, whatever its case", Operand.PATTERN, "{} ilike {}", "%{}%"
)
IS_NULL = Operator("isNull", "Whether there is no value", Operand.FLAG, "({} is null) = {}")

_RANGE = (EQ, IN, GT, GTE, LT, LTE, IS_NULL)

OPERATORS = {
    Kind.TEXT: (EQ, IN, STARTS_WITH, CONTAINS, IS_NULL),
    Kind.INT: _RANGE,
    Kind.BIGINT: _RANGE,
    Kind.DECIMAL: _RANGE,
    Kind.BOOLEAN: (EQ, IS_NULL),
    Kind.DATE: _RANGE,
    Kind.TIME: _RANGE,
    Kind.TIMESTAMP: _RANGE,
    Kind.UUID: (EQ, IN, IS_NULL),
    Kind.ENUM: (EQ, IN, IS_NULL),
}


def condition(
    operator: Operator, value_type: ValueType, left: Fragment, operand: object
) -> Fragment:
    """Return the condition that a value meets; `operand` is what the client said."""
    return compose(operator.sql, left, _bound(operator, value_type, operand))


def readable(value: object) -> object:
    """Return the value, or raise where PostgreSQL could not even read it."""
    if isinstance(value, str) and ("\0" in value or _has_surrogate(value)):
        raise bad_input("a text holds a character that no text here has; leave it out")
    return value


def _bound(operator: Operator, value_type: ValueType, operand: object) -> Fragment:
    match operator.operand:
        case Operand.VALUE:
            return bind(apply(readable, operand), value_type.sql)
        case Operand.VALUES:
            return bind_array(apply(_listed, operand), value_type.sql)
        case Operand.PATTERN:
            return bind(apply(partial(_pattern, operator), operand), "text")
        case Operand.FLAG:
            return bind(operand, "boolean")


def _listed(operand: object) -> Sequence[object]:
    values = operand if isinstance(operand, list) else [operand]
    if len(values) > MOST_VALUES:
        raise bad_input(f"a list holds {len(values)} values; pass at most {MOST_VALUES}")
    return [readable(value) for value in values]


def _pattern(operator: Operator, operand: object) -> str:
    return operator.pattern.format(_escaped(str(readable(operand))))


def _escaped(text: str) -> str:
    """Return the text as a pattern that matches it and nothing else."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
