"""The moment in which an operation runs: what is known, in which transaction, on which version."""

from lint.catalog import Catalog
from lint.effects.lock import Lock
from lint.facts import Index, MaterializedView, Relation, Table
from lint.names import Name
from lint.record import KeywordRecord
from lint.transaction import Transaction
from lint.truth import Truth


class Moment(KeywordRecord):
    """What effects depend on; `floor` is the strongest lock of the statement's other clauses."""

    catalog: Catalog
    transaction: Transaction
    version: int
    floor: Lock = Lock.ACCESS_SHARE
    # Indexes that a type change of the statement drops and makes again.
    replaced: frozenset[Name] = frozenset()
    # Why the statement as a whole is refused.
    refusal: str | None = None

    def name(self, name: Name) -> Name:
        """Return the name with its schema."""
        return self.catalog.qualified(name)

    def lacks(self, name: Name) -> bool:
        """Tell if it is sure that there is no relation of that name."""
        return self.catalog.exists(name) is Truth.DISPROVEN and not is_system(self.name(name))

    def table(self, name: Name) -> Table | None:
        """Return the table, if it is known."""
        return self.catalog.table(name)

    def family(self, name: Name, *, only: bool = False) -> tuple[Table, ...]:
        """Return the table with its partitions and inheriting tables; none if it is not known."""
        table = self.catalog.table(name)
        if table is None:
            return ()
        return (table,) if only else (table, *self.catalog.descendants(table.name))

    def indexes(self, relation: Relation) -> tuple[Index, ...]:
        """Return the indexes of a table or materialized view."""
        return self.catalog.indexes_of(relation.name)

    def is_empty(self, table: Table) -> bool:
        """Tell if the table is of this very transaction, and nothing has been written to it."""
        return self.transaction.created(table) and not table.holds_rows

    def stored(self, relation: Relation) -> bool:
        """Tell if the relation has rows of its own to scan or rewrite."""
        if isinstance(relation, Table):
            return relation.partition_by is None and not relation.is_foreign
        return isinstance(relation, MaterializedView)


def is_system(name: Name) -> bool:
    """Tell if the relation is one of the server's own, which effects do not name."""
    schema = name.schema or ""
    return schema in {"pg_catalog", "information_schema", "pg_toast"} or schema.startswith(
        "pg_temp"
    )
