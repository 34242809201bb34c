"""Write what the effect model must know of PostgreSQL's built-ins, as live servers tell it.

Run with the URLs of two servers, the older one first; the files go to lint/effects/data:

    python -m tests.lint.builtins_data URL_OF_16 URL_OF_18

What both versions have is written as the newer one has it.
"""

import sys
from pathlib import Path

import psycopg

FOLDER = Path(__file__).parents[2] / "lint" / "effects" / "data"

VOLATILITIES = """
select proname::text, string_agg(distinct
  case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end, ' ')
from pg_proc where pronamespace = 'pg_catalog'::regnamespace and prokind in ('f', 'w')
group by proname
"""

AGGREGATES = """
select distinct proname::text from pg_proc
where pronamespace = 'pg_catalog'::regnamespace and prokind = 'a'
"""

CASTS = """
select s.typname || ' ' || t.typname,
       case castmethod when 'b' then 'binary' when 'f' then 'function' else 'text' end || ' ' ||
       case castcontext when 'i' then 'implicit' when 'a' then 'assignment' else 'explicit' end
from pg_cast c join pg_type s on s.oid = c.castsource join pg_type t on t.oid = c.casttarget
where s.typnamespace = 'pg_catalog'::regnamespace and t.typnamespace = 'pg_catalog'::regnamespace
  and c.castsource <> c.casttarget
"""

OPERATOR_CLASSES = """
select t.typname::text, string_agg(a.amname || '=' || o.opcname, ' ' order by a.amname)
from pg_opclass o join pg_am a on a.oid = o.opcmethod join pg_type t on t.oid = o.opcintype
where o.opcdefault and t.typnamespace = 'pg_catalog'::regnamespace
group by t.typname
"""

TYPES = """
select typname::text,
       typcategory::text || ' ' || case when typcollation <> 0 then 'collatable' else '-' end
from pg_type
where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm')
  and typname not like '\\_%'
"""

FILES = {
    "functions": VOLATILITIES,
    "casts": CASTS,
    "operator_classes": OPERATOR_CLASSES,
    "types": TYPES,
}


Lists = dict[str, dict[str, str]]


def read(url: str) -> tuple[int, Lists]:
    """Return the server's major version and, for each file, what the server says."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
        said: dict[str, dict[str, str]] = {
            name: dict(connection.execute(query.encode()).fetchall())
            for name, query in FILES.items()
        }
        for (name,) in connection.execute(AGGREGATES).fetchall():
            said["functions"][name] = "aggregate"
    return major, said


def rendered(older: tuple[int, Lists], newer: tuple[int, Lists]) -> dict[str, str]:
    """Return the text of each file."""
    versions = f"# PostgreSQL {older[0]} and {newer[0]}; written by tests/lint/builtins_data.py"
    texts = {}
    for name in FILES:
        merged = older[1][name] | newer[1][name]
        lines = [f"{key} {value}" for key, value in sorted(merged.items())]
        texts[name] = "\n".join([versions, *lines]) + "\n"
    return texts


if __name__ == "__main__":
    for file, text in rendered(read(sys.argv[1]), read(sys.argv[2])).items():
        (FOLDER / f"{file}.txt").write_text(text)
