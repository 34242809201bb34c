"""ALTER TABLE, and what ALTER VIEW, INDEX and SEQUENCE share with it: the relation as a whole."""

from enum import Enum

from lint.definitions import RelationKind
from lint.names import Name, TypeName
from lint.ops.operation import Operation


class AlterTable(Operation):
    """A clause of ALTER TABLE (or of ALTER VIEW, INDEX, … where `kind` says so)."""

    table: Name
    only: bool = False
    if_table_exists: bool = False
    kind: RelationKind = RelationKind.TABLE


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


class SetOfType(AlterTable):
    """`OF type`."""

    type: TypeName


class SetNotOfType(AlterTable):
    """`NOT OF`."""


class OtherAlterTable(AlterTable):
    """A clause nothing asks about; `clause` in SQL's words."""

    clause: str


class MoveAllToTablespace(Operation):
    """`ALTER TABLE ALL IN TABLESPACE … SET TABLESPACE …`."""

    kind: RelationKind
    tablespace: str
    new_tablespace: str
