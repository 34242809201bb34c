"""Which tables a funnel is counted from: those that its declaration names."""

import re

from api.funnels.declarations import Funnel
from models import metadata

_WORD = re.compile(r"[a-z_]+")


def tables(funnel: Funnel) -> frozenset[str]:
    """Return the tables whose rows decide what a funnel counts, its filter's included.

    Its aliases are singular and tables are plural, so a word that is a table's name is the table.
    """
    written = " ".join(
        (funnel.rows, funnel.always, *(narrowing.condition for narrowing in funnel.narrowings))
    )
    return frozenset(_WORD.findall(written)) & metadata.tables.keys()
