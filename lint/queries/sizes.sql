-- How many rows each table has by the planner's estimate, and how many bytes, indexes and TOAST included.
-- A partitioned table is as big as its partitions together.
select
  n.nspname,
  c.relname,
  coalesce(sum(greatest(part.reltuples, 0)), 0)::bigint,
  coalesce(sum(pg_total_relation_size(part.oid)), 0)::bigint
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select p.oid, p.reltuples from pg_class p where p.oid = c.oid and c.relkind <> 'p'
  union all
  select p.oid, p.reltuples
  from pg_partition_tree(c.oid) t join pg_class p on p.oid = t.relid
  where c.relkind = 'p' and t.isleaf and p.relkind = 'r'
) part on true
where c.relkind in ('r', 'p', 'm')
  and n.nspname not in ('pg_catalog', 'information_schema')
  and n.nspname not like 'pg\_toast%' and n.nspname not like 'pg\_temp%'
group by 1, 2
