"""What is known of the database before an operation.

A catalog is immutable and shares all it can with the one before. It starts empty and complete (the
whole history is replayed), from a dump (parsed and replayed) or from a live server, or unknown:
then nothing is known but what the migrations themselves say in passing. What is not known is never
safe: an unknown table is old, big and busy. So a lookup gives a fact or None, and `exists` tells
if None means "not there" or "not known".
"""

from collections.abc import Iterator

from lint.definitions import ForeignKey, Read
from lint.facts import (
    Domain,
    EnumType,
    Function,
    Index,
    MaterializedView,
    Publication,
    Relation,
    RewriteRule,
    Sequence,
    Table,
    TableSize,
    TypeFact,
    View,
)
from lint.names import Name, TypeName
from lint.ops import Operation
from lint.persistent import PersistentMap
from lint.record import KeywordRecord
from lint.truth import Truth

DEFAULT_PATH = ("public",)
# Tables in which migration tools keep what they have done, made by the tools themselves.
BOOKKEEPING = frozenset(
    {
        *("alembic_version", "django_migrations", "schema_migrations", "ar_internal_metadata"),
        *("flyway_schema_history", "goose_db_version", "databasechangelog", "_sqlx_migrations"),
        *("_prisma_migrations", "__drizzle_migrations", "__diesel_schema_migrations"),
    }
)


class Catalog(KeywordRecord):
    """The schema at one moment; see `empty`, `unknown` and `after`."""

    is_complete: bool
    pg_version: int = 18
    search_path: tuple[str, ...] = DEFAULT_PATH
    # A temporary relation hides one of the same name.
    has_temporary: bool = False
    # The serial the next object gets.
    next_serial: int = 1
    relations: PersistentMap[Name, Relation] = PersistentMap()
    types: PersistentMap[Name, TypeFact] = PersistentMap()
    functions: PersistentMap[Name, tuple[Function, ...]] = PersistentMap()
    schemas: PersistentMap[str, int] = PersistentMap()
    extensions: PersistentMap[str, str] = PersistentMap()
    publications: PersistentMap[str, Publication] = PersistentMap()
    # Extended statistics, and the table that each is about.
    statistics: PersistentMap[Name, Name] = PersistentMap()
    # Relations that lean on a relation, a type or a function: views, foreign keys, columns, ….
    users: PersistentMap[Name, frozenset[Name]] = PersistentMap()
    # How many tables have a constraint of that (qualified) name.
    constraints: PersistentMap[Name, int] = PersistentMap()
    # Tables with row level security.
    protected: PersistentMap[Name, bool] = PersistentMap()
    # Names that are known to be free although not everything is known.
    gone: PersistentMap[Name, bool] = PersistentMap()
    sizes: PersistentMap[Name, TableSize] = PersistentMap()

    @classmethod
    def empty(cls, pg_version: int = 18) -> "Catalog":
        """Return the catalog of a fresh database: all there is, is known."""
        schemas: PersistentMap[str, int] = PersistentMap()
        return cls(is_complete=True, pg_version=pg_version, schemas=schemas.with_item("public", 0))

    @classmethod
    def unknown(cls, pg_version: int = 18) -> "Catalog":
        """Return the catalog of a database nothing is known of."""
        return cls(is_complete=False, pg_version=pg_version)

    def after(self, operation: Operation) -> "Catalog":
        """Return the catalog after the operation."""
        from lint.replay import replayed  # noqa: PLC0415 - replay is built from catalogs

        return replayed(self, operation)

    def qualified(self, name: Name) -> Name:
        """Return the name with its schema: where the path finds it, else where it would go."""
        if name.schema is not None:
            return name
        path = ("pg_temp", *self.search_path) if self.has_temporary else self.search_path
        for schema in path:
            candidate = Name(schema, name.name)
            if candidate in self.relations or candidate in self.types:
                return candidate
        if name.name.startswith("pg_"):
            return Name("pg_catalog", name.name)
        return self.new_name(name)

    def new_name(self, name: Name) -> Name:
        """Return the name with the schema in which CREATE would put it."""
        if name.schema is not None:
            return name
        return Name(self.search_path[0] if self.search_path else "public", name.name)

    def relation(self, name: Name) -> Relation | None:
        """Return the relation, or None when it is not there or not known."""
        return self.relations.get(self.qualified(name))

    def table(self, name: Name) -> Table | None:
        """Return the table, or None when it is no table, not there or not known."""
        found = self.relation(name)
        return found if isinstance(found, Table) else None

    def index(self, name: Name) -> Index | None:
        """Return the index, or None."""
        found = self.relation(name)
        return found if isinstance(found, Index) else None

    def view(self, name: Name) -> View | MaterializedView | None:
        """Return the view, or None."""
        found = self.relation(name)
        return found if isinstance(found, View | MaterializedView) else None

    def sequence(self, name: Name) -> Sequence | None:
        """Return the sequence, or None."""
        found = self.relation(name)
        return found if isinstance(found, Sequence) else None

    def type(self, name: Name) -> TypeFact | None:
        """Return the user's type, or None for a built-in, missing or unknown one."""
        return self.types.get(self.qualified(name))

    def enum(self, name: Name) -> EnumType | None:
        """Return the enum, or None."""
        found = self.type(name)
        return found if isinstance(found, EnumType) else None

    def domain(self, name: Name) -> Domain | None:
        """Return the domain, or None."""
        found = self.type(name)
        return found if isinstance(found, Domain) else None

    def functions_named(self, name: Name) -> tuple[Function, ...]:
        """Return the user's functions of that name, whatever their arguments."""
        if name.schema is not None:
            return self.functions.get(name) or ()
        found = (self.functions.get(Name(schema, name.name)) for schema in self.search_path)
        return tuple(function for overloads in found for function in overloads or ())

    def exists(self, name: Name) -> Truth:
        """Tell if a relation of that name is there."""
        full = self.qualified(name)
        if full in self.relations:
            return Truth.PROVEN
        if full in self.gone:
            return Truth.DISPROVEN
        # A schema that no migration has made is somebody else's: the platform's, or another tool's.
        is_ours = (full.schema or "") in self.schemas and full.name not in BOOKKEEPING
        return Truth.DISPROVEN if self.is_complete and is_ours else Truth.UNKNOWN

    def has_column(self, table: Name, column: str) -> Truth:
        """Tell if the table has the column."""
        found = self.relation(table)
        if not isinstance(found, Table):
            return Truth.UNKNOWN if found is None and not self.is_complete else Truth.DISPROVEN
        if found.column(column) is not None:
            return Truth.PROVEN
        is_gone = found.is_complete or column in found.gone_columns
        return Truth.DISPROVEN if is_gone else Truth.UNKNOWN

    def indexes_of(self, table: Name) -> tuple[Index, ...]:
        """Return the indexes of a table or materialized view."""
        found = self.relation(table)
        names = found.indexes if isinstance(found, Table | MaterializedView) else ()
        indexes = (self.relations.get(name) for name in names)
        return tuple(index for index in indexes if isinstance(index, Index))

    def users_of(self, name: Name) -> Iterator[Relation]:
        """Yield the relations that lean on the relation, type or function, in order of age."""
        users = self.users.get(self.qualified(name)) or frozenset()
        found = (self.relations.get(user) for user in users)
        yield from sorted(
            (relation for relation in found if relation is not None),
            key=lambda relation: relation.serial,
        )

    def foreign_keys_to(self, table: Name) -> tuple[tuple[Table, ForeignKey], ...]:
        """Return the foreign keys that reference the table, with the tables that have them."""
        full = self.qualified(table)
        return tuple(
            (user, key)
            for user in self.users_of(full)
            if isinstance(user, Table)
            for key in user.foreign_keys
            if key.references == full
        )

    def views_of(self, name: Name) -> tuple[View | MaterializedView, ...]:
        """Return the views that read the relation directly."""
        full = self.qualified(name)
        kinds = (View, MaterializedView)
        return tuple(
            user
            for user in self.users_of(full)
            if isinstance(user, kinds) and full in user.query.relations
        )

    def views_reading(self, table: Name, column: str) -> tuple[View | MaterializedView, ...]:
        """Return the views that read the column directly."""
        full = self.qualified(table)
        return tuple(
            view
            for view in self.views_of(full)
            if any(read.relation == full and read.column == column for read in view.query.reads)
        )

    def rules_reading(
        self, table: Name, column: str
    ) -> tuple[tuple[Table | View, RewriteRule], ...]:
        """Return the rules that name the column in a condition or action, with their relations."""
        full = self.qualified(table)
        own = self.relations.get(full)
        users = (*([own] if own is not None else []), *self.users_of(full))
        return tuple(
            (user, rule)
            for user in {each.name: each for each in users}.values()
            if isinstance(user, Table | View)
            for rule in user.rules
            if Read(full, column) in rule.query.reads
        )

    def tables_using_type(self, type_name: Name) -> tuple[Table, ...]:
        """Return the tables with a column of the type, arrays of it included."""
        full = self.qualified(type_name)
        return tuple(
            user
            for user in self.users_of(full)
            if isinstance(user, Table)
            and any(self.qualified(column.type.name) == full for column in user.columns)
        )

    def descendants(self, table: Name) -> tuple[Table, ...]:
        """Return partitions and inheriting tables, to any depth, parents before children."""
        found: list[Table] = []
        queue = [table]
        while queue:
            parent = self.table(queue.pop(0))
            if parent is None:
                continue
            queue += parent.children
            children = (self.table(child) for child in parent.children)
            found += (child for child in children if child is not None)
        return tuple(found)

    def default_partition(self, table: Name) -> Table | None:
        """Return the default partition of a partitioned table."""
        parent = self.table(table)
        children = (self.table(child) for child in (parent.children if parent else ()))
        return next(
            (each for each in children if each and each.bound and each.bound.is_default), None
        )

    def base_type(self, type_name: TypeName) -> TypeName:
        """Return what a domain finally stands for; any other type is its own base."""
        domain = None if type_name.array else self.domain(type_name.name)
        return type_name if domain is None else self.base_type(domain.base)
