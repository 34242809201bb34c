"""Alembic's version table, with room for names: a revision is called what its document calls it.

Alembic makes the column 32 characters wide, and an implementation class per dialect may say
otherwise. Defining the class registers it: env.py imports this module for that alone.
"""

from typing import Any

import sqlalchemy as sa
from alembic.ddl.postgresql import PostgresqlImpl


class NamedRevisions(PostgresqlImpl):
    """PostgreSQL, with a version table whose revisions can be any text."""

    __dialect__ = "postgresql"

    def version_table_impl(self, **options: Any) -> sa.Table:  # noqa: ANN401 - Alembic's signature
        """Return Alembic's own table with the column widened."""
        table = super().version_table_impl(**options)
        table.c.version_num.type = sa.Text()
        return table
