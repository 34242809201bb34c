"""Expressions as a small tree, enough to say: constant, volatile, never NULL, implied by another.

`str()` of a node is SQL with canonical spelling, so two expressions that differ only in white
space, parentheses or letter case are equal as text and as trees. What no rule or effect asks about
is an `Unmodelled` node that still lists what stands inside it.
"""

from collections.abc import Iterator
from enum import Enum

from lint.names import Name, TypeName, quoted
from lint.record import Record


class Expression(Record):
    """One node of an expression."""


class ConstantKind(Enum):
    """What a literal is before any cast."""

    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMERIC = "numeric"
    STRING = "string"
    BITS = "bits"


class Constant(Expression):
    """A literal; a string's value is without its quotes; NULL's value is empty."""

    value: str
    kind: ConstantKind

    def __str__(self) -> str:
        if self.kind is ConstantKind.STRING:
            return "'" + self.value.replace("'", "''") + "'"
        return "null" if self.kind is ConstantKind.NULL else self.value


class ColumnReference(Expression):
    """A column, with the qualifier it was written with (a table or an alias)."""

    column: str
    table: str | None = None

    def __str__(self) -> str:
        return str(Name(self.table, self.column))


class Star(Expression):
    """`*` or `t.*`."""

    table: str | None = None

    def __str__(self) -> str:
        return f"{quoted(self.table)}.*" if self.table else "*"


class Parameter(Expression):
    """`$1`."""

    number: int

    def __str__(self) -> str:
        return f"${self.number}"


class FunctionCall(Expression):
    """A function call; functions of pg_catalog carry no schema."""

    function: Name
    arguments: tuple[Expression, ...] = ()
    is_star: bool = False
    is_window: bool = False
    is_distinct: bool = False

    def __str__(self) -> str:
        inside = "*" if self.is_star else listed(self.arguments)
        return f"{self.function}({'distinct ' * self.is_distinct}{inside})"


class Operator(Expression):
    """An operator between one or two operands; `left` is absent for a prefix operator."""

    operator: str
    left: Expression | None
    right: Expression
    schema: str | None = None

    def __str__(self) -> str:
        if self.left is None:
            return f"{self.operator} {nested(self.right)}"
        return f"{nested(self.left)} {self.operator} {nested(self.right)}"


class And(Expression):
    """All arguments hold."""

    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return " and ".join(nested(argument) for argument in self.arguments)


class Or(Expression):
    """One of the arguments holds."""

    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return " or ".join(nested(argument) for argument in self.arguments)


class Not(Expression):
    """The argument does not hold."""

    argument: Expression

    def __str__(self) -> str:
        return f"not {nested(self.argument)}"


class IsNull(Expression):
    """`argument IS NULL`."""

    argument: Expression

    def __str__(self) -> str:
        return f"{nested(self.argument)} is null"


class IsNotNull(Expression):
    """`argument IS NOT NULL`."""

    argument: Expression

    def __str__(self) -> str:
        return f"{nested(self.argument)} is not null"


class BooleanTest(Expression):
    """`argument IS [NOT] TRUE | FALSE | UNKNOWN`; `test` is what follows IS, lower case."""

    argument: Expression
    test: str

    def __str__(self) -> str:
        return f"{nested(self.argument)} is {self.test}"


class Cast(Expression):
    """`argument::type`."""

    argument: Expression
    type: TypeName

    def __str__(self) -> str:
        return f"{nested(self.argument)}::{self.type}"


class Collated(Expression):
    """`argument COLLATE collation`."""

    argument: Expression
    collation: Name

    def __str__(self) -> str:
        return f"{nested(self.argument)} collate {self.collation}"


class Case(Expression):
    """`CASE [subject] WHEN … THEN … ELSE … END`; `branches` alternates condition and result."""

    subject: Expression | None
    branches: tuple[Expression, ...]
    otherwise: Expression | None

    def __str__(self) -> str:
        pairs = zip(self.branches[::2], self.branches[1::2], strict=True)
        words = ["case", *([str(self.subject)] if self.subject else [])]
        words += [f"when {condition} then {result}" for condition, result in pairs]
        words += [f"else {self.otherwise}"] if self.otherwise else []
        return " ".join([*words, "end"])


class Coalesce(Expression):
    """The first argument that is not NULL."""

    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"coalesce({listed(self.arguments)})"


class NullIf(Expression):
    """`NULLIF(left, right)`."""

    left: Expression
    right: Expression

    def __str__(self) -> str:
        return f"nullif({self.left}, {self.right})"


class Extreme(Expression):
    """`GREATEST` or `LEAST`."""

    function: str
    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{self.function}({listed(self.arguments)})"


class SqlValue(Expression):
    """A value function without parentheses: `current_date`, `current_timestamp`, `user`, …."""

    name: str

    def __str__(self) -> str:
        return self.name


class ArrayLiteral(Expression):
    """`ARRAY[…]`."""

    elements: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"array[{listed(self.elements)}]"


class RowLiteral(Expression):
    """`ROW(…)`."""

    elements: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"row({listed(self.elements)})"


class Subscript(Expression):
    """`argument[index]`, `argument[low:high]`."""

    argument: Expression
    indexes: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{nested(self.argument)}[{':'.join(map(str, self.indexes))}]"


class Field(Expression):
    """`(argument).field`."""

    argument: Expression
    field: str

    def __str__(self) -> str:
        return f"({self.argument}).{quoted(self.field)}"


class InList(Expression):
    """`argument IN (items)`."""

    argument: Expression
    items: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{nested(self.argument)} in ({listed(self.items)})"


class NotInList(Expression):
    """`argument NOT IN (items)`."""

    argument: Expression
    items: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{nested(self.argument)} not in ({listed(self.items)})"


class Quantified(Expression):
    """`left operator ANY (right)` or `ALL (right)` over an array."""

    left: Expression
    operator: str
    right: Expression
    is_all: bool = False

    def __str__(self) -> str:
        word = "all" if self.is_all else "any"
        return f"{nested(self.left)} {self.operator} {word} ({self.right})"


class Between(Expression):
    """`argument [NOT] BETWEEN low AND high`; `word` is what stands in between, lower case."""

    argument: Expression
    low: Expression
    high: Expression
    word: str = "between"

    def __str__(self) -> str:
        return f"{nested(self.argument)} {self.word} {nested(self.low)} and {nested(self.high)}"


class Distinct(Expression):
    """`left IS DISTINCT FROM right`; the negated form is inside a `Not`."""

    left: Expression
    right: Expression

    def __str__(self) -> str:
        return f"{nested(self.left)} is distinct from {nested(self.right)}"


class NamedArgument(Expression):
    """`name => value` in a call."""

    name: str
    argument: Expression

    def __str__(self) -> str:
        return f"{quoted(self.name)} => {self.argument}"


class Subquery(Expression):
    """A query inside an expression: what it reads, not how."""

    kind: str  # exists, any, all, scalar, array
    relations: tuple[Name, ...] = ()
    arguments: tuple[Expression, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} (select …)"


class Default(Expression):
    """The keyword DEFAULT in VALUES or SET."""

    def __str__(self) -> str:
        return "default"


class Unmodelled(Expression):
    """A construct nothing asks about, with the expressions inside it."""

    kind: str
    arguments: tuple[Expression, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}({listed(self.arguments)})"


_ATOMS: tuple[type[Expression], ...] = (
    *(Constant, ColumnReference, FunctionCall, SqlValue, Coalesce, NullIf, Extreme, ArrayLiteral),
    *(RowLiteral, Parameter, Cast, Field, Subquery, Unmodelled, Case),
)


def nested(expression: Expression) -> str:
    """Return the expression as an operand: in parentheses unless it binds by itself."""
    return str(expression) if isinstance(expression, _ATOMS) else f"({expression})"


def listed(expressions: tuple[Expression, ...]) -> str:
    """Return the expressions separated by commas."""
    return ", ".join(map(str, expressions))


def children(expression: Expression) -> Iterator[Expression]:
    """Yield the nodes directly inside the expression."""
    for value in expression.__dict__.values():
        if isinstance(value, Expression):
            yield value
        elif type(value) is tuple:
            yield from (item for item in value if isinstance(item, Expression))


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and every node inside it, in the order of the text."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(tuple(children(node)))


def columns_in(expression: Expression) -> tuple[str, ...]:
    """Return the columns the expression names, each once, in order."""
    found = (node.column for node in walk(expression) if isinstance(node, ColumnReference))
    return tuple(dict.fromkeys(found))


def functions_in(expression: Expression) -> tuple[Name, ...]:
    """Return the functions the expression calls by name, each once, in order."""
    found = (node.function for node in walk(expression) if isinstance(node, FunctionCall))
    return tuple(dict.fromkeys(found))
