"""What the catalog knows: tables, columns, indexes, views, sequences, types, functions.

Names of relations, types and functions are qualified here, by the search path that was in force
when the statement ran. `serial` is the object's number in order of creation: it survives renames,
and tells what was created since some moment; what was met in the middle of its life has 0.
"""

from lint.definitions import (
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    IndexColumn,
    NotNull,
    PartitionBound,
    PartitionBy,
    Persistence,
    PrimaryKey,
    Published,
    Query,
    RelationKind,
    Unique,
)
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.ops import CreateFunction, FiringMode
from lint.record import KeywordRecord


class ColumnFact(KeywordRecord):
    """A column as it stands now; `not_null` is the constraint that makes it so."""

    name: str
    type: TypeName
    default: Expression | None = None
    generated: Generated | None = None
    identity: Identity | None = None
    not_null: NotNull | None = None
    collation: Name | None = None
    storage: str | None = None
    compression: str | None = None
    is_inherited: bool = False
    # The sequence behind a serial or identity column.
    sequence: Name | None = None
    serial: int = 0

    @property
    def rejects_null(self) -> bool:
        """True when a new row must have a value here, by itself or by default."""
        return self.not_null is not None

    @property
    def proves_not_null(self) -> bool:
        """True when no row can hold NULL here: a NOT NULL that has been validated."""
        return self.not_null is not None and self.not_null.is_validated

    @property
    def has_value_by_default(self) -> bool:
        """True when an INSERT that leaves the column out still gets a value other than NULL."""
        return not (self.default is None and self.generated is None and self.identity is None)


class Trigger(KeywordRecord):
    """A trigger of a table or view."""

    name: str
    function: Name
    timing: str
    events: tuple[str, ...]
    for_each_row: bool
    columns: tuple[str, ...] = ()
    when: Expression | None = None
    is_constraint: bool = False
    firing: FiringMode | None = FiringMode.ORIGIN  # None: disabled


class RewriteRule(KeywordRecord):
    """A rule of a table or view; names inside its query are qualified."""

    name: str
    query: Query


class Policy(KeywordRecord):
    """A row security policy."""

    name: str
    command: str
    is_permissive: bool
    roles: tuple[str, ...]
    using: Expression | None
    check: Expression | None


class Relation(KeywordRecord):
    """What all relations have."""

    name: Name
    serial: int
    owner: str | None = None


class Table(Relation):
    """A table, partitioned or foreign ones included.

    `is_complete` is False when the table was met in the middle of its life: columns and
    constraints are then only those seen in passing.
    """

    columns: tuple[ColumnFact, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Name, ...] = ()
    is_complete: bool = True
    is_foreign: bool = False
    persistence: Persistence = Persistence.PERMANENT
    partition_by: PartitionBy | None = None
    bound: PartitionBound | None = None
    parents: tuple[Name, ...] = ()
    children: tuple[Name, ...] = ()
    inherited_constraints: frozenset[str] = frozenset()
    # Columns known to be gone although not all columns are known.
    gone_columns: frozenset[str] = frozenset()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    rules: tuple[RewriteRule, ...] = ()
    has_row_security: bool = False
    forces_row_security: bool = False
    replica_identity: str = "default"
    replica_index: str | None = None
    clustered_on: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    access_method: str | None = None
    tablespace: str | None = None
    of_type: Name | None = None
    # False: made by a migration, and none has written to it since.
    holds_rows: bool = True

    @property
    def kind(self) -> RelationKind:
        """Return what statements call it."""
        return RelationKind.FOREIGN_TABLE if self.is_foreign else RelationKind.TABLE

    @property
    def is_partition(self) -> bool:
        """True when it is attached to a partitioned table."""
        return self.bound is not None

    def column(self, name: str) -> ColumnFact | None:
        """Return the column, or None when there is none or it is not known."""
        return next((column for column in self.columns if column.name == name), None)

    def constraint(self, name: str) -> Constraint | None:
        """Return the constraint of that name, NOT NULL ones included."""
        own = (each for each in self.constraints if each.name == name)
        not_nulls = (column.not_null for column in self.columns if column.not_null)
        return next(own, None) or next((each for each in not_nulls if each.name == name), None)

    def proves_not_null(self, column: str) -> bool:
        """Tell if no row can hold NULL in the column, as far as NOT NULL says so."""
        known = self.column(column)
        if known is not None:
            return known.proves_not_null
        # Of a table met in the middle of its life, a NOT NULL may be known without the column.
        return any(
            isinstance(each, NotNull) and each.column == column and each.is_validated
            for each in self.constraints
        )

    @property
    def primary_key(self) -> PrimaryKey | None:
        """Return the primary key, if one is known."""
        return next((each for each in self.constraints if isinstance(each, PrimaryKey)), None)

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """Return the foreign keys this table has to others."""
        return tuple(each for each in self.constraints if isinstance(each, ForeignKey))

    @property
    def keys(self) -> tuple[PrimaryKey | Unique | Exclusion, ...]:
        """Return the constraints that stand on an index."""
        kinds = (PrimaryKey, Unique, Exclusion)
        return tuple(each for each in self.constraints if isinstance(each, kinds))


class Index(Relation):
    """An index; `constraint` names the constraint it serves, `parent` the partitioned index."""

    table: Name
    columns: tuple[IndexColumn, ...]
    include: tuple[str, ...] = ()
    method: str = "btree"
    is_unique: bool = False
    is_primary: bool = False
    # False: left behind by a failed CONCURRENTLY, or made by ON ONLY and not attached everywhere.
    is_valid: bool = True
    nulls_not_distinct: bool = False
    predicate: Expression | None = None
    constraint: str | None = None
    parent: Name | None = None
    options: tuple[tuple[str, str], ...] = ()
    # What its columns were called when it was made: partitions' indexes are named by that.
    words: tuple[str, ...] = ()

    @property
    def plain_columns(self) -> tuple[str, ...] | None:
        """Return the key columns, or None when one of the keys is an expression."""
        names = tuple(each.column for each in self.columns if each.column is not None)
        return names if len(names) == len(self.columns) else None


class View(Relation):
    """A view; names inside its query are qualified, `*` is spelled out where the catalog could."""

    query: Query
    columns: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    is_temporary: bool = False
    triggers: tuple[Trigger, ...] = ()
    rules: tuple[RewriteRule, ...] = ()


class MaterializedView(Relation):
    """A materialized view."""

    query: Query
    columns: tuple[str, ...] = ()
    indexes: tuple[Name, ...] = ()
    is_populated: bool = True


class Sequence(Relation):
    """A sequence, and the (table, column) that owns it."""

    owned_by: tuple[Name, str] | None = None
    options: tuple[tuple[str, str], ...] = ()
    is_identity: bool = False


class TypeFact(KeywordRecord):
    """What all types have."""

    name: Name
    serial: int
    owner: str | None = None


class EnumType(TypeFact):
    """An enum; incomplete when it was met in the middle of its life."""

    labels: tuple[str, ...]
    is_complete: bool = True
    # Labels added by ALTER TYPE since CREATE TYPE, with their serial: new ones cannot be used yet.
    added: tuple[tuple[str, int], ...] = ()


class Domain(TypeFact):
    """A domain; its CHECK constraints speak of VALUE as a column reference `value`."""

    base: TypeName
    default: Expression | None = None
    not_null: NotNull | None = None
    constraints: tuple[Constraint, ...] = ()
    collation: Name | None = None
    is_complete: bool = True

    @property
    def is_constrained(self) -> bool:
        """True when the domain itself refuses some values of its base type."""
        return self.not_null is not None or bool(self.constraints)


class CompositeType(TypeFact):
    """A row type made by CREATE TYPE … AS (…)."""

    attributes: tuple[Column, ...]


class OtherType(TypeFact):
    """A range or base type; `kind` says which."""

    kind: str
    subtype: TypeName | None = None


class Function(KeywordRecord):
    """A function or procedure as it stands now: its last definition, alterations applied."""

    name: Name
    serial: int
    definition: CreateFunction
    owner: str | None = None


class Publication(KeywordRecord):
    """A publication and what it publishes."""

    name: str
    published: tuple[Published, ...] = ()
    schemas: tuple[str, ...] = ()
    all_tables: bool = False

    @property
    def tables(self) -> tuple[Name, ...]:
        """Return the tables it names."""
        return tuple(each.table for each in self.published)


class TableSize(KeywordRecord):
    """How big a table is, as a live server said."""

    rows: int
    bytes: int
