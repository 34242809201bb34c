"""What the tests of the history share: databases at a revision, and the revisions in order."""

from alembic.script import Script, ScriptDirectory

from api.database import migrations
from api.database.address import DatabaseUrl

SCRIPTS = ScriptDirectory.from_config(migrations.configuration(DatabaseUrl("")))
HISTORY: tuple[Script, ...] = tuple(reversed(list(SCRIPTS.walk_revisions())))
REVISIONS: tuple[str, ...] = tuple(script.revision for script in HISTORY)
BASELINE = REVISIONS[0]
