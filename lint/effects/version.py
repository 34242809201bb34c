"""What PostgreSQL does differently from version to version, and where that is written.

"observed" is what the tests see on the embedded servers, PostgreSQL 16 and 18. Where the change
came with 15 or 17, which are not embedded, the release notes are the source.
"""

VIRTUAL_GENERATED = 18
"""Virtual generated columns (release notes 18, "Allow generated columns to be virtual")."""

NOT_NULL_CONSTRAINTS = 18
"""NOT NULL as a constraint with a name, NOT VALID and VALIDATE (release notes 18; observed)."""

INTEGERS_AS_BYTES = 18
"""Casts between whole numbers and bytea (release notes 18; observed refused on 16)."""

NOT_ENFORCED = 18
"""CHECK and FOREIGN KEY constraints NOT ENFORCED (release notes 18; observed)."""

NOT_VALID_ON_PARTITIONED = 18
"""NOT VALID foreign keys on partitioned tables (release notes 18; observed)."""

ADD_CONSTRAINT_LOCKS_CHILDREN = 18
"""ADD CONSTRAINT locks all children first, even where it does not recurse (observed)."""

MAINTENANCE_RECURSES = 18
"""VACUUM and ANALYZE process the children of an inheritance parent (release notes 18; observed)."""

PARTITIONED_IS_NEVER_UNLOGGED = 18
"""SET LOGGED and UNLOGGED of a partitioned table is an error (release notes 18; observed)."""

NEW_ENUM_LABEL_OF_NEW_TYPE = 17
"""A label added to an enum that the same transaction created can be used at once (release notes 17:
"Allow ... in the same transaction"; observed refused on 16 and allowed on 18)."""

NULL_TESTS_ARE_FOLDED = 17
"""`IS NULL` of a NOT NULL column is known to be false when planning (release notes 17, "Remove IS
NOT NULL restrictions from queries on NOT NULL columns"; observed)."""

SET_EXPRESSION = 17
"""ALTER COLUMN ... SET EXPRESSION (release notes 17, "Allow ALTER TABLE to change a column's
generation expression")."""

SET_ACCESS_METHOD = 15
"""ALTER TABLE ... SET ACCESS METHOD (release notes 15)."""

PARTITIONED_ACCESS_METHOD = 17
"""SET ACCESS METHOD of a partitioned table (release notes 17)."""

NULLS_NOT_DISTINCT = 15
"""UNIQUE NULLS NOT DISTINCT (release notes 15)."""

PARTITIONED_IDENTITY = 17
"""Identity columns of partitioned tables (release notes 17)."""

PARTITIONED_EXCLUSION = 17
"""Exclusion constraints on partitioned tables (release notes 17)."""

CONCURRENT_DETACH = 14
"""DETACH PARTITION CONCURRENTLY (release notes 14)."""
