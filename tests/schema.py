"""What a database's schema is, as sorted text: two schemas are the same when their lines are."""

import psycopg

# Names, not numbers, and no column order: a column that was dropped and added again is the same.
# Who owns a table does not matter, what others may do with it does.
_LINES = """
select format('table %I kind %s rls %s forced %s comment %s grants %s', relname, relkind,
              relrowsecurity, relforcerowsecurity, obj_description(oid, 'pg_class'),
              (select string_agg(split_part(entry, '/', 1), ' ' order by entry)
                 from unnest(relacl::text[]) as entry
                where split_part(entry, '=', 1) <> relowner::regrole::text))
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p')
union all
select format('column %s.%I %s null %s default %s identity %s generated %s comment %s',
              attrelid::regclass, attname, format_type(atttypid, atttypmod), not attnotnull,
              pg_get_expr(adbin, adrelid), attidentity, attgenerated,
              col_description(attrelid, attnum))
  from pg_attribute
  join pg_class on pg_class.oid = attrelid and relkind in ('r', 'v', 'p')
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
 where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
union all
select format('constraint %s %I %s validated %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid), convalidated)
  from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
union all
select format('index %s valid %s', pg_get_indexdef(indexrelid), indisvalid)
  from pg_index join pg_class on pg_class.oid = indrelid
 where relnamespace = 'public'::regnamespace
union all
select format('view %I %s', viewname, definition) from pg_views where schemaname = 'public'
union all
select format('function %s', pg_get_functiondef(pg_proc.oid))
  from pg_proc where pronamespace = 'public'::regnamespace
union all
select pg_get_triggerdef(pg_trigger.oid) from pg_trigger where not tgisinternal
union all
select format('policy %I on %I %s %s roles %s using %s check %s',
              policyname, tablename, permissive, cmd, roles, qual, with_check)
  from pg_policies where schemaname = 'public'
union all
select format('enum %s %s', enumtypid::regtype, array_agg(enumlabel order by enumsortorder))
  from pg_enum group by enumtypid
union all
select format('sequence %I', relname)
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
"""


def snapshot(connection: psycopg.Connection) -> list[str]:
    """Return the schema `public` as sorted lines, Alembic's own table left out."""
    lines = [str(row[0]) for row in connection.execute(_LINES)]
    return sorted(line for line in lines if "alembic_version" not in line)


def snapshot_of(url: str) -> list[str]:
    """Return the schema of the database at `url`."""
    with psycopg.connect(url) as connection:
        return snapshot(connection)
