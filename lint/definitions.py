"""What operations are made of: columns, constraints, index columns, queries.

Parse makes them from text and the catalog keeps them, so a constraint written inline, added later
or read from a dump is one and the same value.
"""

from enum import Enum

from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.record import KeywordRecord, Record


class Persistence(Enum):
    """How a relation is stored."""

    PERMANENT = "permanent"
    UNLOGGED = "unlogged"
    TEMPORARY = "temporary"


class RelationKind(Enum):
    """What a relation is, in the words of the statements that name it."""

    TABLE = "table"
    FOREIGN_TABLE = "foreign table"
    VIEW = "view"
    MATERIALIZED_VIEW = "materialized view"
    INDEX = "index"
    SEQUENCE = "sequence"
    TYPE = "type"


class Action(Enum):
    """What a foreign key does when the referenced row goes or changes."""

    NO_ACTION = "no action"
    RESTRICT = "restrict"
    CASCADE = "cascade"
    SET_NULL = "set null"
    SET_DEFAULT = "set default"


class Read(Record):
    """A column some query reads; `relation` is None when only the catalog could tell whose it is.

    `column` is None for a whole row or `*`.
    """

    relation: Name | None
    column: str | None


class Query(Record):
    """A query as the linter sees it: what it reads, which columns it gives, which functions run."""

    relations: tuple[Name, ...] = ()
    reads: tuple[Read, ...] = ()
    # Names of the columns it gives, None for a star; empty for a statement that gives none.
    columns: tuple[str | None, ...] = ()
    functions: tuple[Name, ...] = ()
    # What each given column is, in the order of `columns`.
    outputs: tuple[Expression, ...] = ()
    # For each star among the columns, in order: the relations it spells out, None for a subquery.
    stars: tuple[tuple[Name | None, ...], ...] = ()
    where: Expression | None = None
    # One relation row by row: no join, subquery, grouping or limit.
    is_simple: bool = False


class Published(Record):
    """A table of a publication; empty `columns`: all of them."""

    table: Name
    columns: tuple[str, ...] = ()
    where: Expression | None = None


class Constraint(KeywordRecord):
    """What all constraints have."""

    name: str | None = None
    is_validated: bool = True
    is_enforced: bool = True
    is_deferrable: bool = False
    is_initially_deferred: bool = False


class Check(Constraint):
    """`CHECK (expression)`."""

    expression: Expression
    no_inherit: bool = False


class NotNull(Constraint):
    """`NOT NULL`, of a column, of a table (`NOT NULL column`, PostgreSQL 18) or of a domain."""

    column: str = ""
    no_inherit: bool = False


class KeyConstraint(Constraint):
    """What UNIQUE and PRIMARY KEY share; `using_index` names an index that exists already."""

    columns: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    using_index: str | None = None
    without_overlaps: bool = False
    options: tuple[tuple[str, str], ...] = ()
    tablespace: str | None = None


class Unique(KeyConstraint):
    """`UNIQUE (columns)`."""

    nulls_not_distinct: bool = False


class PrimaryKey(KeyConstraint):
    """`PRIMARY KEY (columns)`."""


class ForeignKey(Constraint):
    """`FOREIGN KEY (columns) REFERENCES references (referenced)`; empty `referenced` is its key."""

    columns: tuple[str, ...]
    references: Name
    referenced: tuple[str, ...] = ()
    on_delete: Action = Action.NO_ACTION
    on_update: Action = Action.NO_ACTION
    is_match_full: bool = False
    set_columns: tuple[str, ...] = ()
    with_period: bool = False


class IndexColumn(KeywordRecord):
    """One key of an index: a column or an expression."""

    column: str | None = None
    expression: Expression | None = None
    collation: Name | None = None
    operator_class: Name | None = None
    is_descending: bool = False
    nulls_first: bool | None = None


class Exclusion(Constraint):
    """`EXCLUDE USING method (column WITH operator, …) WHERE (predicate)`."""

    method: str = "btree"
    columns: tuple[IndexColumn, ...]
    operators: tuple[str, ...]
    predicate: Expression | None = None


class Generated(Record):
    """`GENERATED ALWAYS AS (expression) STORED | VIRTUAL`."""

    expression: Expression
    is_stored: bool


class Identity(Record):
    """`GENERATED ALWAYS | BY DEFAULT AS IDENTITY`."""

    is_always: bool
    options: tuple[tuple[str, str], ...] = ()


class Column(KeywordRecord):
    """A column as CREATE TABLE or ADD COLUMN defines it; inline constraints name the column."""

    name: str
    type: TypeName
    default: Expression | None = None
    generated: Generated | None = None
    identity: Identity | None = None
    constraints: tuple[Constraint, ...] = ()
    collation: Name | None = None
    storage: str | None = None
    compression: str | None = None

    @property
    def is_not_null(self) -> bool:
        """True when NOT NULL, PRIMARY KEY, IDENTITY or a serial type says so."""
        return (
            self.identity is not None
            or self.is_serial
            or any(isinstance(each, NotNull | PrimaryKey) for each in self.constraints)
        )

    @property
    def is_serial(self) -> bool:
        """True for `serial` and its sisters."""
        return self.type.name in SERIALS


SERIALS = {
    Name(None, "smallserial"): TypeName(Name(None, "int2")),
    Name(None, "serial2"): TypeName(Name(None, "int2")),
    Name(None, "serial"): TypeName(Name(None, "int4")),
    Name(None, "serial4"): TypeName(Name(None, "int4")),
    Name(None, "bigserial"): TypeName(Name(None, "int8")),
    Name(None, "serial8"): TypeName(Name(None, "int8")),
}


class Like(Record):
    """`LIKE table INCLUDING …` inside CREATE TABLE; `including` in lower case."""

    table: Name
    including: frozenset[str] = frozenset()


class PartitionBy(Record):
    """`PARTITION BY strategy (keys)`; a key that is an expression has no column."""

    strategy: str  # range, list, hash
    keys: tuple[IndexColumn, ...]


class PartitionBound(KeywordRecord):
    """`FOR VALUES …` or `DEFAULT`; MINVALUE and MAXVALUE are column references of that name."""

    is_default: bool = False
    values: tuple[Expression, ...] = ()  # IN (…)
    lower: tuple[Expression, ...] = ()
    upper: tuple[Expression, ...] = ()
    modulus: int | None = None
    remainder: int | None = None


class Argument(KeywordRecord):
    """One argument of a function."""

    name: str | None = None
    type: TypeName
    mode: str = "in"  # in, out, inout, variadic, table
    default: Expression | None = None


class Routine(Record):
    """A function as DROP, ALTER, GRANT and COMMENT name it; None when without arguments' list."""

    name: Name
    arguments: tuple[TypeName, ...] | None = None


class Volatility(Enum):
    """What a function promises."""

    IMMUTABLE = "immutable"
    STABLE = "stable"
    VOLATILE = "volatile"
