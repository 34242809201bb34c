"""What a migration does: one frozen record per operation.

Parse makes them, the catalog replays them, effects say what PostgreSQL does for them, rules judge
them. One `ALTER TABLE a, b, c` is three operations that share a `Statement`. Names stay as written;
which schema an unqualified one means is for the catalog to say. A statement that changes nothing
the linter looks at is `Other`; one that cannot be seen through is `Opaque`.

Operations that a rule may want to treat alike share a base class, and a rule may be registered for
the base: `AlterTable`, `Drop`, `RenameRelation`, `ChangesData`.
"""

from enum import Enum
from typing import Self

from lint.definitions import (
    Argument,
    Column,
    Constraint,
    IndexColumn,
    Like,
    PartitionBound,
    PartitionBy,
    Persistence,
    Query,
    RelationKind,
    Routine,
    Volatility,
)
from lint.expressions import Expression
from lint.names import Name, TypeName
from lint.record import KeywordRecord, Record


class Span(Record):
    """A stretch of the migration's SQL: offsets in characters, `end` exclusive."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class Within(Enum):
    """Where a statement stands."""

    FILE = "file"
    DO_BLOCK = "do block"
    FUNCTION = "function"


class Statement(KeywordRecord):
    """One statement of the file: operations of one statement share it.

    The statements inside a DO block are statements of their own; their span is the whole block
    when the text inside cannot be placed. `is_conditional`: inside IF, LOOP, CASE or a block with
    an EXCEPTION clause, so it may not run at all, or fail and be undone.
    """

    index: int = 0
    span: Span = NOWHERE
    sql: str = ""
    within: Within = Within.FILE
    is_conditional: bool = False
    depth: int = 0  # of the function calls that led here


UNPLACED = Statement()


class Operation(KeywordRecord):
    """One thing done to the database; `span` is the clause that does it."""

    statement: Statement = UNPLACED
    span: Span = NOWHERE

    def placed(self, statement: Statement, span: Span) -> Self:
        """Return the operation with its place in the file."""
        return self.but(statement=statement, span=span)


class Opaque(Operation):
    """A blind spot: something runs here that cannot be read; `reason` says what."""

    reason: str


class Other(Operation):
    """A statement that nothing here needs to know more about; `kind` in SQL's words."""

    kind: str
    name: Name | None = None


# --- ALTER TABLE -----------------------------------------------------------------------------


class AlterTable(Operation):
    """A clause of ALTER TABLE (or of ALTER VIEW, INDEX, … where `kind` says so)."""

    table: Name
    only: bool = False
    if_table_exists: bool = False
    kind: RelationKind = RelationKind.TABLE


class AddColumn(AlterTable):
    """`ADD COLUMN column`."""

    column: Column
    if_not_exists: bool = False


class DropColumn(AlterTable):
    """`DROP COLUMN column`."""

    column: str
    if_exists: bool = False
    cascade: bool = False


class SetDefault(AlterTable):
    """`ALTER COLUMN column SET DEFAULT default`."""

    column: str
    default: Expression


class DropDefault(AlterTable):
    """`ALTER COLUMN column DROP DEFAULT`."""

    column: str


class SetNotNull(AlterTable):
    """`ALTER COLUMN column SET NOT NULL`."""

    column: str


class DropNotNull(AlterTable):
    """`ALTER COLUMN column DROP NOT NULL`."""

    column: str


class AlterColumnType(AlterTable):
    """`ALTER COLUMN column TYPE type USING using`."""

    column: str
    type: TypeName
    using: Expression | None = None
    collation: Name | None = None


class SetGeneratedExpression(AlterTable):
    """`ALTER COLUMN column SET EXPRESSION AS (expression)`."""

    column: str
    expression: Expression


class DropGeneratedExpression(AlterTable):
    """`ALTER COLUMN column DROP EXPRESSION`."""

    column: str
    if_exists: bool = False


class AddIdentity(AlterTable):
    """`ALTER COLUMN column ADD GENERATED … AS IDENTITY`."""

    column: str
    is_always: bool
    options: tuple[tuple[str, str], ...] = ()


class SetIdentity(AlterTable):
    """`ALTER COLUMN column SET GENERATED …`, `RESTART`, and the like."""

    column: str
    options: tuple[tuple[str, str], ...] = ()


class DropIdentity(AlterTable):
    """`ALTER COLUMN column DROP IDENTITY`."""

    column: str
    if_exists: bool = False


class SetStatistics(AlterTable):
    """`ALTER COLUMN column SET STATISTICS target`."""

    column: str
    target: int | None = None


class SetStorage(AlterTable):
    """`ALTER COLUMN column SET STORAGE storage`."""

    column: str
    storage: str


class SetCompression(AlterTable):
    """`ALTER COLUMN column SET COMPRESSION compression`."""

    column: str
    compression: str


class SetColumnOptions(AlterTable):
    """`ALTER COLUMN column SET (options)`."""

    column: str
    options: tuple[tuple[str, str], ...] = ()


class ResetColumnOptions(AlterTable):
    """`ALTER COLUMN column RESET (options)`."""

    column: str
    options: tuple[str, ...] = ()


class AddConstraint(AlterTable):
    """`ADD CONSTRAINT constraint`."""

    constraint: Constraint


class AlterConstraint(AlterTable):
    """None means: left as it is."""

    constraint: str
    is_deferrable: bool | None = None
    is_initially_deferred: bool | None = None
    is_enforced: bool | None = None
    no_inherit: bool | None = None


class ValidateConstraint(AlterTable):
    """`VALIDATE CONSTRAINT constraint`."""

    constraint: str


class DropConstraint(AlterTable):
    """`DROP CONSTRAINT constraint`."""

    constraint: str
    if_exists: bool = False
    cascade: bool = False


class RenameColumn(AlterTable):
    """`RENAME COLUMN column TO new_name`."""

    column: str
    new_name: str


class RenameConstraint(AlterTable):
    """`RENAME CONSTRAINT constraint TO new_name`."""

    constraint: str
    new_name: str


class RenameRelation(AlterTable):
    """`ALTER … RENAME TO`; the subclass says what the statement calls it."""

    new_name: str


class RenameTable(RenameRelation):
    """`ALTER TABLE … RENAME TO`."""


class RenameIndex(RenameRelation):
    """`ALTER INDEX … RENAME TO`."""

    kind: RelationKind = RelationKind.INDEX


class RenameView(RenameRelation):
    """`ALTER VIEW … RENAME TO`."""

    kind: RelationKind = RelationKind.VIEW


class RenameMaterializedView(RenameRelation):
    """`ALTER MATERIALIZED VIEW … RENAME TO`."""

    kind: RelationKind = RelationKind.MATERIALIZED_VIEW


class RenameSequence(RenameRelation):
    """`ALTER SEQUENCE … RENAME TO`."""

    kind: RelationKind = RelationKind.SEQUENCE


class SetRelationSchema(AlterTable):
    """`ALTER TABLE | VIEW | SEQUENCE | … SET SCHEMA`."""

    new_schema: str


class SetOwner(AlterTable):
    """`OWNER TO owner`."""

    owner: str


class SetLogged(AlterTable):
    """`SET LOGGED`."""


class SetUnlogged(AlterTable):
    """`SET UNLOGGED`."""


class SetAccessMethod(AlterTable):
    """`SET ACCESS METHOD`."""

    method: str | None  # None: DEFAULT


class SetTablespace(AlterTable):
    """`SET TABLESPACE`."""

    tablespace: str


class SetOptions(AlterTable):
    """`SET (fillfactor = 70)`."""

    options: tuple[tuple[str, str], ...]


class ResetOptions(AlterTable):
    """`RESET (fillfactor)`."""

    options: tuple[str, ...]


class ClusterOn(AlterTable):
    """`CLUSTER ON index`."""

    index: str


class SetWithoutCluster(AlterTable):
    """`SET WITHOUT CLUSTER`."""


class FiringMode(Enum):
    """How a trigger or a rule is switched on."""

    ORIGIN = "origin"
    REPLICA = "replica"
    ALWAYS = "always"


class EnableTrigger(AlterTable):
    """`trigger` is a name, or `all` or `user` when `names_all` is set."""

    trigger: str
    names_all: bool = False
    mode: FiringMode = FiringMode.ORIGIN


class DisableTrigger(AlterTable):
    """`trigger` is a name, or `all` or `user` when `names_all` is set."""

    trigger: str
    names_all: bool = False


class EnableRule(AlterTable):
    """`ENABLE RULE`."""

    rule: str
    mode: FiringMode = FiringMode.ORIGIN


class DisableRule(AlterTable):
    """`DISABLE RULE`."""

    rule: str


class EnableRowSecurity(AlterTable):
    """`ENABLE ROW LEVEL SECURITY`."""


class DisableRowSecurity(AlterTable):
    """`DISABLE ROW LEVEL SECURITY`."""


class ForceRowSecurity(AlterTable):
    """`FORCE ROW LEVEL SECURITY`."""


class NoForceRowSecurity(AlterTable):
    """`NO FORCE ROW LEVEL SECURITY`."""


class SetReplicaIdentity(AlterTable):
    """`SET REPLICA IDENTITY`."""

    identity: str  # default, full, nothing, index
    index: str | None = None


class Inherit(AlterTable):
    """`INHERIT parent`."""

    parent: Name


class NoInherit(AlterTable):
    """`NO INHERIT parent`."""

    parent: Name


class SetOfType(AlterTable):
    """`OF type`."""

    type: TypeName


class SetNotOfType(AlterTable):
    """`NOT OF`."""


class AttachPartition(AlterTable):
    """`table` is the parent."""

    partition: Name
    bound: PartitionBound


class DetachPartition(AlterTable):
    """`DETACH PARTITION partition [CONCURRENTLY]`; `table` is the parent."""

    partition: Name
    concurrently: bool = False


class FinalizeDetach(AlterTable):
    """`DETACH PARTITION partition FINALIZE`."""

    partition: Name


class AttachIndex(AlterTable):
    """`ALTER INDEX table ATTACH PARTITION index`: here `table` is the parent index."""

    index: Name
    kind: RelationKind = RelationKind.INDEX


class OtherAlterTable(AlterTable):
    """A clause nothing asks about; `clause` in SQL's words."""

    clause: str


class MoveAllToTablespace(Operation):
    """`ALTER TABLE ALL IN TABLESPACE … SET TABLESPACE …`."""

    kind: RelationKind
    tablespace: str
    new_tablespace: str


# --- Tables, views, sequences ----------------------------------------------------------------


class CreateTable(Operation):
    """Constraints here are those of the table; those written with a column stand in the column."""

    name: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    if_not_exists: bool = False
    persistence: Persistence = Persistence.PERMANENT
    inherits: tuple[Name, ...] = ()
    partition_by: PartitionBy | None = None
    partition_of: Name | None = None
    bound: PartitionBound | None = None
    like: tuple[Like, ...] = ()
    of_type: TypeName | None = None
    access_method: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    tablespace: str | None = None
    is_foreign: bool = False


class CreateTableAs(Operation):
    """`CREATE TABLE … AS` and `SELECT … INTO`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    with_data: bool = True
    if_not_exists: bool = False
    persistence: Persistence = Persistence.PERMANENT


class CreateView(Operation):
    """`CREATE VIEW`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    or_replace: bool = False
    is_temporary: bool = False
    options: tuple[tuple[str, str], ...] = ()
    check_option: str | None = None


class CreateMaterializedView(Operation):
    """`CREATE MATERIALIZED VIEW`."""

    name: Name
    query: Query
    columns: tuple[str, ...] = ()
    with_data: bool = True
    if_not_exists: bool = False


class RefreshMaterializedView(Operation):
    """`REFRESH MATERIALIZED VIEW`."""

    name: Name
    concurrently: bool = False
    with_data: bool = True


class CreateSequence(Operation):
    """`owned_by` is (table, column)."""

    name: Name
    if_not_exists: bool = False
    options: tuple[tuple[str, str], ...] = ()
    owned_by: tuple[Name, str] | None = None
    persistence: Persistence = Persistence.PERMANENT


class AlterSequence(Operation):
    """`ALTER SEQUENCE`."""

    name: Name
    if_exists: bool = False
    options: tuple[tuple[str, str], ...] = ()
    owned_by: tuple[Name, str] | None = None


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


class CreateIndex(Operation):
    """`CREATE INDEX`."""

    name: str | None
    table: Name
    columns: tuple[IndexColumn, ...]
    include: tuple[str, ...] = ()
    method: str = "btree"
    is_unique: bool = False
    nulls_not_distinct: bool = False
    predicate: Expression | None = None
    concurrently: bool = False
    if_not_exists: bool = False
    only: bool = False
    options: tuple[tuple[str, str], ...] = ()
    tablespace: str | None = None


class ReindexTarget(Enum):
    """What REINDEX names."""

    INDEX = "index"
    TABLE = "table"
    SCHEMA = "schema"
    DATABASE = "database"
    SYSTEM = "system"


class Reindex(Operation):
    """`REINDEX`."""

    target: ReindexTarget
    name: Name | None
    concurrently: bool = False
    tablespace: str | None = None


class CreateStatistics(Operation):
    """`CREATE STATISTICS`."""

    name: Name | None
    table: Name
    columns: tuple[IndexColumn, ...] = ()
    if_not_exists: bool = False


class AlterStatistics(Operation):
    """`ALTER STATISTICS`."""

    name: Name
    target: int | None = None


# --- Schemas, types, functions ---------------------------------------------------------------


class CreateSchema(Operation):
    """`CREATE SCHEMA name`; without a name its owner names it."""

    name: str | None
    owner: str | None = None
    if_not_exists: bool = False


class CreateEnum(Operation):
    """`CREATE TYPE name AS ENUM (labels)`."""

    name: Name
    labels: tuple[str, ...]


class AddEnumValue(Operation):
    """`ALTER TYPE type ADD VALUE label`."""

    type: Name
    label: str
    before: str | None = None
    after: str | None = None
    if_not_exists: bool = False


class RenameEnumValue(Operation):
    """`ALTER TYPE type RENAME VALUE label TO new_label`."""

    type: Name
    label: str
    new_label: str


class CreateComposite(Operation):
    """`CREATE TYPE name AS (attributes)`."""

    name: Name
    attributes: tuple[Column, ...]


class AddAttribute(Operation):
    """`ALTER TYPE type ADD ATTRIBUTE attribute`."""

    type: Name
    attribute: Column
    cascade: bool = False


class DropAttribute(Operation):
    """`ALTER TYPE type DROP ATTRIBUTE attribute`."""

    type: Name
    attribute: str
    if_exists: bool = False
    cascade: bool = False


class AlterAttributeType(Operation):
    """`ALTER TYPE type ALTER ATTRIBUTE attribute TYPE new_type`."""

    type: Name
    attribute: str
    new_type: TypeName
    cascade: bool = False


class RenameAttribute(Operation):
    """`ALTER TYPE type RENAME ATTRIBUTE attribute TO new_name`."""

    type: Name
    attribute: str
    new_name: str
    cascade: bool = False


class CreateType(Operation):
    """A range, base or shell type; `kind` says which."""

    name: Name
    kind: str
    subtype: TypeName | None = None


class CreateDomain(Operation):
    """`CREATE DOMAIN`."""

    name: Name
    type: TypeName
    default: Expression | None = None
    constraints: tuple[Constraint, ...] = ()
    collation: Name | None = None


class AlterDomain(Operation):
    """A clause of ALTER DOMAIN."""

    domain: Name


class DomainSetDefault(AlterDomain):
    """`ALTER DOMAIN … SET DEFAULT`."""

    default: Expression


class DomainDropDefault(AlterDomain):
    """`ALTER DOMAIN … DROP DEFAULT`."""


class DomainSetNotNull(AlterDomain):
    """`ALTER DOMAIN … SET NOT NULL`."""


class DomainDropNotNull(AlterDomain):
    """`ALTER DOMAIN … DROP NOT NULL`."""


class DomainAddConstraint(AlterDomain):
    """`ALTER DOMAIN … ADD CONSTRAINT`."""

    constraint: Constraint


class DomainDropConstraint(AlterDomain):
    """`ALTER DOMAIN … DROP CONSTRAINT`."""

    constraint: str
    if_exists: bool = False
    cascade: bool = False


class DomainValidateConstraint(AlterDomain):
    """`ALTER DOMAIN … VALIDATE CONSTRAINT`."""

    constraint: str


class DomainRenameConstraint(AlterDomain):
    """`ALTER DOMAIN … RENAME CONSTRAINT`."""

    constraint: str
    new_name: str


class RenameObject(Operation):
    """A rename of what is not a relation: type, domain, function, trigger, policy, schema, ….

    `table` is set where the thing belongs to one (trigger, policy, rule).
    """

    kind: str
    name: Name
    new_name: str
    table: Name | None = None
    arguments: tuple[TypeName, ...] | None = None


class SetObjectSchema(Operation):
    """SET SCHEMA of what is not a relation."""

    kind: str
    name: Name
    new_schema: str
    arguments: tuple[TypeName, ...] | None = None


class SetObjectOwner(Operation):
    """OWNER TO of what is not a relation."""

    kind: str
    name: Name
    owner: str
    arguments: tuple[TypeName, ...] | None = None


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


class AlterFunction(Operation):
    """None means: left as it is."""

    routine: Routine
    volatility: Volatility | None = None
    is_security_definer: bool | None = None
    is_strict: bool | None = None
    settings: tuple[tuple[str, str], ...] = ()
    reset: tuple[str, ...] = ()


class CreateExtension(Operation):
    """`CREATE EXTENSION`."""

    name: str
    schema: str | None = None
    version: str | None = None
    cascade: bool = False
    if_not_exists: bool = False


class AlterExtension(Operation):
    """`ALTER EXTENSION`."""

    name: str
    version: str | None = None


# --- Triggers, rules, policies, privileges ---------------------------------------------------


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


class CreateRule(Operation):
    """`CREATE RULE`."""

    name: str
    table: Name
    event: str
    is_instead: bool = False
    or_replace: bool = False
    # The tables that its actions write to.
    writes: tuple[Name, ...] = ()


class CreatePolicy(Operation):
    """`CREATE POLICY`."""

    name: str
    table: Name
    command: str = "all"
    is_permissive: bool = True
    roles: tuple[str, ...] = ()
    using: Expression | None = None
    check: Expression | None = None


class AlterPolicy(Operation):
    """`ALTER POLICY`."""

    name: str
    table: Name
    roles: tuple[str, ...] = ()
    using: Expression | None = None
    check: Expression | None = None


class Privileges(Operation):
    """GRANT or REVOKE on objects; empty `privileges` is ALL; a grantee `public` is everybody.

    `all_in_schema`: `names` are schemas and the privilege is for all objects of `kind` in them.
    """

    privileges: tuple[str, ...]
    kind: str
    names: tuple[Name, ...]
    grantees: tuple[str, ...]
    columns: tuple[str, ...] = ()
    all_in_schema: bool = False


class Grant(Privileges):
    """`GRANT privileges ON kind names TO grantees`."""

    with_grant_option: bool = False


class Revoke(Privileges):
    """`REVOKE privileges ON kind names FROM grantees`."""

    cascade: bool = False


class GrantRole(Operation):
    """`GRANT roles TO grantees`."""

    roles: tuple[str, ...]
    grantees: tuple[str, ...]


class RevokeRole(Operation):
    """`REVOKE roles FROM grantees`."""

    roles: tuple[str, ...]
    grantees: tuple[str, ...]


class AlterDefaultPrivileges(Operation):
    """`action` is the GRANT or REVOKE it makes the default, without names."""

    schemas: tuple[str, ...]
    action: Operation


class DropOwned(Operation):
    """`DROP OWNED`."""

    roles: tuple[str, ...]
    cascade: bool = False


class ReassignOwned(Operation):
    """`REASSIGN OWNED`."""

    roles: tuple[str, ...]
    owner: str


class CreateRole(Operation):
    """`CREATE ROLE`."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


class AlterRole(Operation):
    """`ALTER ROLE`."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


class DropRole(Operation):
    """`DROP ROLE`."""

    names: tuple[str, ...]
    if_exists: bool = False


class CommentOn(Operation):
    """COMMENT ON; `table` is set for a column (then `name` is the column), trigger, policy, …."""

    kind: str
    name: Name
    table: Name | None = None
    text: str | None = None


class CreatePublication(Operation):
    """`CREATE PUBLICATION`."""

    name: str
    tables: tuple[Name, ...] = ()
    schemas: tuple[str, ...] = ()
    all_tables: bool = False


class AlterPublication(Operation):
    """`action` is add, set or drop, or options."""

    name: str
    action: str
    tables: tuple[Name, ...] = ()
    schemas: tuple[str, ...] = ()


# --- Data ------------------------------------------------------------------------------------


class RunsQuery(Operation):
    """Something that runs a query: functions it calls run too."""

    query: Query = Query()


class ChangesData(RunsQuery):
    """INSERT, UPDATE, DELETE, MERGE, COPY FROM; `table` is what is written.

    What a WITH query of the statement writes is an operation of its own, before this one.
    """

    table: Name


class Insert(ChangesData):
    """Empty `columns`: all in order. `rows` are the VALUES, when it has some."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Expression, ...], ...] = ()
    from_query: bool = False
    on_conflict: bool = False


class Update(ChangesData):
    """`assignments` pairs column and value."""

    assignments: tuple[tuple[str, Expression], ...]
    where: Expression | None = None
    only: bool = False
    has_from: bool = False


class Delete(ChangesData):
    """`DELETE`."""

    where: Expression | None = None
    only: bool = False
    has_using: bool = False


class Merge(ChangesData):
    """`MERGE`."""


class CopyFrom(ChangesData):
    """`COPY FROM`."""

    columns: tuple[str, ...] = ()
    source: str = "stdin"


class CopyTo(RunsQuery):
    """`COPY TO`."""

    table: Name | None = None


class Select(RunsQuery):
    """A query; `locking` is FOR UPDATE and the like, lower case."""

    locking: str | None = None


class Call(RunsQuery):
    """CALL of a procedure."""

    procedure: Name
    arguments: tuple[Expression, ...] = ()


class Truncate(Operation):
    """`TRUNCATE`; `only` are those of the tables that stand behind ONLY."""

    tables: tuple[Name, ...]
    only: tuple[Name, ...] = ()
    cascade: bool = False
    restart_identity: bool = False


class LockTable(Operation):
    """`mode` as PostgreSQL writes it: `ACCESS EXCLUSIVE`; `only` as in TRUNCATE."""

    tables: tuple[Name, ...]
    mode: str
    only: tuple[Name, ...] = ()
    nowait: bool = False


class Vacuum(Operation):
    """Empty `tables`: the whole database."""

    tables: tuple[Name, ...] = ()
    full: bool = False
    analyze: bool = False


class Analyze(Operation):
    """`ANALYZE`."""

    tables: tuple[Name, ...] = ()


class Cluster(Operation):
    """No `table`: every table clustered before."""

    table: Name | None = None
    index: str | None = None


class CreateDatabase(Operation):
    """`CREATE DATABASE`."""

    name: str


class DropDatabase(Operation):
    """`DROP DATABASE`."""

    name: str
    if_exists: bool = False


class AlterSystem(Operation):
    """`ALTER SYSTEM`."""

    setting: str | None = None


class DoBlock(Operation):
    """Stands before the operations found in the block, which share its place."""

    language: str = "plpgsql"
    body: str = ""


# --- Transactions and settings ---------------------------------------------------------------


class Begin(Operation):
    """`BEGIN` or `START TRANSACTION`."""


class Commit(Operation):
    """`COMMIT` or `END`."""

    and_chain: bool = False


class Rollback(Operation):
    """`ROLLBACK` or `ABORT`."""

    and_chain: bool = False


class Savepoint(Operation):
    """`SAVEPOINT`."""

    name: str


class RollbackTo(Operation):
    """`ROLLBACK TO SAVEPOINT name`."""

    name: str


class ReleaseSavepoint(Operation):
    """`RELEASE SAVEPOINT name`."""

    name: str


class PrepareTransaction(Operation):
    """`PREPARE TRANSACTION`."""


class SetVariable(Operation):
    """SET, SET LOCAL or set_config(); no `values`: SET … TO DEFAULT; a value None: not constant."""

    name: str
    values: tuple[str | None, ...] = ()
    is_local: bool = False
    by_function: bool = False


class ResetVariable(Operation):
    """RESET; no name: RESET ALL or DISCARD ALL."""

    name: str | None = None


class SetConstraints(Operation):
    """Empty `names`: ALL."""

    names: tuple[Name, ...] = ()
    is_deferred: bool = False


class Execute(Operation):
    """EXECUTE of a prepared statement, when PREPARE was not seen it is a blind spot."""

    name: str
