"""What goes when something is dropped, and what stands in the way.

PostgreSQL follows its dependencies: some things go by themselves (a table's indexes, an owned
sequence, a column's constraints), others only with CASCADE (a view of the table, another table's
foreign key), else the drop is refused. Whatever goes, and whatever loses a part, is locked in
ACCESS EXCLUSIVE mode.
"""

from collections.abc import Iterable, Iterator

from lint.definitions import Constraint, Exclusion, ForeignKey, PrimaryKey, Unique
from lint.effects.column_users import users_of_column
from lint.effects.effect import Effects, combined, on, refused
from lint.effects.lock import Lock
from lint.effects.moment import Moment, is_system
from lint.effects.sequences import defaults_drawing_on
from lint.expressions import columns_in
from lint.facts import Index, MaterializedView, Relation, Sequence, Table, View
from lint.names import Name

AX = Lock.ACCESS_EXCLUSIVE
KEYS = (PrimaryKey, Unique, Exclusion)


class Dropped:
    """What a statement drops, as far as it has been followed."""

    def __init__(self, moment: Moment, *, cascade: bool, named: Iterable[Name] = ()) -> None:
        self.moment = moment
        self.cascade = cascade
        self.named = {moment.name(each) for each in named}
        self.gone: set[Name] = set()
        self.parts: list[Effects] = []

    def effects(self) -> Effects:
        """Return the effects of everything that goes."""
        return combined(self.parts)

    def lock(self, name: Name) -> None:
        """Note that the relation is locked."""
        if not is_system(name):
            self.parts.append(on(name, AX))

    def needs_cascade(self, dropped: str, dependent: str) -> bool:
        """Note that something else leans on what is dropped; tell if that is the end."""
        if self.cascade:
            return False
        self.parts.append(
            refused(f"cannot drop {dropped} because other objects depend on it: {dependent}")
        )
        return True

    def relation(self, relation: Relation) -> None:
        """Follow the drop of a whole relation."""
        if relation.name in self.gone:
            return
        self.gone.add(relation.name)
        self.lock(relation.name)
        match relation:
            case Table():
                self._table(relation)
                self._actions_on(relation)
            case View() | MaterializedView():
                self._indexes(relation)
                self._views_of(relation)
                self._actions_on(relation)
            case Sequence():
                self._sequence(relation)
            case _:
                pass

    def _table(self, table: Table) -> None:
        self._partition_of(table)
        self._indexes(table)
        self._owned_sequences(table)
        for key in table.foreign_keys:
            if key.name not in table.inherited_constraints and key.is_enforced is not None:
                self.reference(key)
        self._children(table)
        for other, key in self.moment.catalog.foreign_keys_to(table.name):
            self._referencing(table, other, key)
        self._views_of(table)

    def _partition_of(self, table: Table) -> None:
        if not table.is_partition:
            return
        for parent in table.parents:
            if parent in self.gone:
                continue
            self.lock(parent)
            for each in self._partitioned_by(parent):
                self._references_to_parent(table, each)
            default = self.moment.catalog.default_partition(parent)
            if default is not None:
                self.lock(default.name)

    def _partitioned_by(self, parent: Name) -> Iterator[Name]:
        """Yield the partitioned table and those that it is a partition of itself."""
        yield parent
        above = self.moment.table(parent)
        for each in above.parents if above is not None and above.is_partition else ():
            yield from self._partitioned_by(each)

    def _references_to_parent(self, table: Table, parent: Name) -> None:
        """Note the foreign keys to the partitioned table: they lean on each partition."""
        for other, key in self.moment.catalog.foreign_keys_to(parent):
            if other.name in self.gone or self.is_named(other):
                continue
            what = f"constraint {key.name} on table {other.name.name}"
            if not self.needs_cascade(f"table {table.name.name}", what):
                self.lock(other.name)
                self.partitions(parent)

    def _indexes(self, relation: Relation) -> None:
        for index in self.moment.indexes(relation):
            self.lock(index.name)

    def _owned_sequences(self, table: Table) -> None:
        for column in table.columns:
            if column.sequence is not None:
                self.lock(column.sequence)
        for user in self.moment.catalog.users_of(table.name):
            if isinstance(user, Sequence) and user.owned_by and user.owned_by[0] == table.name:
                self.lock(user.name)

    def reference(self, key: ForeignKey) -> None:
        """Note the lock that dropping a foreign key takes on the table it references."""
        referenced = self.moment.name(key.references)
        self.lock(referenced)
        self.partitions(referenced)

    def partitions(self, name: Name) -> None:
        """Note the locks on the partitions of a table at either end of a foreign key that goes."""
        for each in self.moment.catalog.descendants(name):
            if each.is_partition:
                self.lock(each.name)

    def _children(self, table: Table) -> None:
        for name in table.children:
            child = self.moment.table(name)
            if child is None or child.name in self.gone:
                continue
            if not (child.is_partition or self.is_named(child)) and self.needs_cascade(
                f"table {table.name.name}", f"table {child.name.name}"
            ):
                return
            self.relation(child)

    def is_named(self, relation: Relation) -> bool:
        """Tell if the statement itself names the relation."""
        return relation.name in self.named

    def _referencing(self, table: Table, other: Table, key: ForeignKey) -> None:
        if other.name in self.gone or self.is_named(other) or other.name == table.name:
            return
        if key.name in other.inherited_constraints:
            self.lock(other.name)
            return
        what = f"constraint {key.name} on table {other.name.name}"
        if not self.needs_cascade(f"table {table.name.name}", what):
            self.lock(other.name)
            self.partitions(other.name)

    def _views_of(self, relation: Relation) -> None:
        for view in self.moment.catalog.views_of(relation.name):
            self._view(view, relation.name.name)

    def _view(self, view: View | MaterializedView, of: str) -> None:
        if view.name in self.gone:
            return
        if self.is_named(view) or not self.needs_cascade(of, f"view {view.name.name}"):
            self.relation(view)

    def _actions_on(self, relation: Relation) -> None:
        """Follow what names the relation in its actions: rules, and bodies in BEGIN ATOMIC."""
        name, catalog = relation.name, self.moment.catalog
        for user in catalog.users_of(name):
            if not isinstance(user, Table | View) or user.name == name or self.is_named(user):
                continue
            if any(name in rule.query.relations for rule in user.rules):
                if self.needs_cascade(name.name, f"a rule on {user.name.name}"):
                    return
                self.lock(user.name)
        for overloads in catalog.functions.values():
            for function in overloads:
                held = function.definition.holds
                if held is not None and name in held.relations:
                    self.needs_cascade(name.name, f"function {function.name.name}")

    def _sequence(self, sequence: Sequence) -> None:
        for table, column in defaults_drawing_on(sequence, self.moment):
            what = f"default value for column {column.name} of table {table.name.name}"
            if not self.needs_cascade(f"sequence {sequence.name.name}", what):
                self.lock(table.name)

    def column(self, table: Table, column: str) -> None:
        """Follow the drop of one column of the table."""
        self.lock(table.name)
        found = table.column(column)
        if found is not None and found.sequence is not None:
            self.lock(found.sequence)
        for index in self.moment.indexes(table):
            if column in index_columns(index):
                self.lock(index.name)
        for constraint in table.constraints:
            self._constraint_of_column(table, constraint, column)
        self._column_users(table, column)

    def _constraint_of_column(self, table: Table, constraint: Constraint, column: str) -> None:
        match constraint:
            case ForeignKey(columns=columns) if column in columns:
                if constraint.name not in table.inherited_constraints:
                    self.reference(constraint)
            case PrimaryKey() | Unique() if column in (*constraint.columns, *constraint.include):
                self._key_users(table, constraint, f"column {column} of table {table.name.name}")
            case _:
                pass

    def _key_users(self, table: Table, key: Constraint, dropped: str) -> None:
        if not isinstance(key, PrimaryKey | Unique):
            return
        for other, foreign in self.moment.catalog.foreign_keys_to(table.name):
            leans = foreign.referenced == key.columns or (
                not foreign.referenced and isinstance(key, PrimaryKey)
            )
            if not leans or foreign.name in other.inherited_constraints:
                continue
            what = f"constraint {foreign.name} on table {other.name.name}"
            if not self.needs_cascade(dropped, what):
                self.lock(other.name)
                self.partitions(other.name)

    def _column_users(self, table: Table, column: str) -> None:
        dropped = f"column {column} of table {table.name.name}"
        for user in users_of_column(table, column, self.moment):
            if user.view is not None:
                self._view(user.view, dropped)
            elif self.needs_cascade(dropped, user.label):
                return
            elif user.column is not None:
                self.column(table, user.column.name)
            elif user.relation is not None:
                self.lock(user.relation.name)

    def constraint(self, table: Table, constraint: Constraint) -> None:
        """Follow the drop of a constraint of the table."""
        self.lock(table.name)
        match constraint:
            case ForeignKey():
                self.reference(constraint)
            case PrimaryKey() | Unique() | Exclusion():
                for index in self.moment.indexes(table):
                    if constraint.name in {index.constraint, index.name.name}:
                        self.lock(index.name)
                self._key_users(
                    table, constraint, f"constraint {constraint.name} on table {table.name.name}"
                )
            case _:
                pass


def index_columns(index: Index) -> frozenset[str]:
    """Return every column that the index reads: keys, INCLUDE, expressions, predicate."""
    names = {each.column for each in index.columns if each.column is not None} | set(index.include)
    for each in index.columns:
        if each.expression is not None:
            names |= set(columns_in(each.expression))
    if index.predicate is not None:
        names |= set(columns_in(index.predicate))
    return frozenset(names)


def column_dropped(table: Table, column: str, moment: Moment, *, cascade: bool) -> Effects:
    """Return the effects on all that goes with a column."""
    dropped = Dropped(moment, cascade=cascade)
    dropped.column(table, column)
    return dropped.effects()


def relations_dropped(names: Iterable[Name], moment: Moment, *, cascade: bool) -> Effects:
    """Return the effects of dropping known relations in one statement."""
    named = tuple(names)
    dropped = Dropped(moment, cascade=cascade, named=named)
    for name in named:
        relation = moment.catalog.relation(name)
        if relation is None:
            dropped.lock(moment.name(name))
        else:
            dropped.relation(relation)
    return dropped.effects()
