"""Who watches is told which tenant's rows changed, by notifications on the channel headgate.

A notification carries ids alone: the organization, the table and, where it is about a blast, the
blast. PostgreSQL sends equal ones of a transaction once, and when it commits.

Transactions that notify commit one after the other, so nobody does who is not watched. Watchers
queue for an advisory lock. Who can share it is not watched, and keeps the share until the end of
the transaction, so that watching begins when all that went unsaid can be seen.
"""

from migrations.sql import run_alone

revision = "20260305000000_notify_of_changes"
down_revision = "20260304000000_index_counts"
branch_labels = None
depends_on = None

# Every table that a funnel counts rows of.
BLAST_TABLES = ("blasts", "blast_recipients")
OTHER_TABLES = (
    "affiliate_clicks",
    "affiliate_conversions",
    "affiliate_links",
    "affiliate_partners",
    "affiliate_payouts",
    "analytics_events",
    "campaigns",
    "carts",
    "daily_metrics",
    "email_sends",
    "funnel_sessions",
    "leads",
    "orders",
    "usage_logs",
)
# Spells "watchers", as the service does that watches.
LOCK = 0x7761746368657273
NOTIFY_OF_ROWS = f"""
create or replace function notify_of_rows() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if pg_try_advisory_xact_lock_shared({LOCK}) then
    return null;
  end if;
  perform pg_notify('headgate', json_build_object(
            'organization', organization_id, 'table', tg_table_name)::text)
     from (select distinct organization_id from changed) as tenants;
  return null;
end
$$"""
# A recipient that moves to another blast changes both, so an update looks at the rows of before too.
NOTIFY_OF_BLASTS = f"""
create or replace function notify_of_blasts() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if pg_try_advisory_xact_lock_shared({LOCK}) then
    return null;
  end if;
  if tg_table_name = 'blasts' then
    perform pg_notify('headgate', json_build_object(
              'organization', organization_id, 'table', tg_table_name, 'blast', id)::text)
       from changed;
  elsif tg_op = 'UPDATE' then
    perform pg_notify('headgate', json_build_object(
              'organization', organization_id, 'table', tg_table_name, 'blast', blast_id)::text)
       from (select organization_id, blast_id from changed
              union
             select organization_id, blast_id from former) as touched;
  else
    perform pg_notify('headgate', json_build_object(
              'organization', organization_id, 'table', tg_table_name, 'blast', blast_id)::text)
       from (select distinct organization_id, blast_id from changed) as touched;
  end if;
  return null;
end
$$"""
# A trigger that sees the rows of a statement is of one kind of statement.
EVENTS = (
    ("insert", "new table as changed"),
    ("update", "new table as changed"),
    ("delete", "old table as changed"),
)


def upgrade() -> None:
    run_alone(NOTIFY_OF_ROWS, NOTIFY_OF_BLASTS, *_triggers())


def downgrade() -> None:
    run_alone(
        *(
            f"drop trigger if exists notify_of_{event} on {table}"
            for table in (*BLAST_TABLES, *OTHER_TABLES)
            for event, _ in EVENTS
        ),
        "drop function if exists notify_of_blasts()",
        "drop function if exists notify_of_rows()",
    )


def _triggers() -> list[str]:
    of_blasts = [(table, "notify_of_blasts") for table in BLAST_TABLES]
    of_rows = [(table, "notify_of_rows") for table in OTHER_TABLES]
    return [
        _trigger(table, function, event, rows)
        for table, function in (*of_blasts, *of_rows)
        for event, rows in EVENTS
    ]


def _trigger(table: str, function: str, event: str, rows: str) -> str:
    if (table, event) == ("blast_recipients", "update"):
        rows = f"old table as former {rows}"
    return (
        f"create or replace trigger notify_of_{event} after {event} on {table}"
        f" referencing {rows} for each statement execute function {function}()"
    )
