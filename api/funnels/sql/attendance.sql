-- How many came on each day of an event, and did what comes after it? One line per group, with the
-- lists of stages that are asked for; every group has a stage for each day that any group has.
with counted as (
  {counted}
), reached as (
  select grouped_by, day as place, attended as count from counted where day is not null
  union all
  {counts_after}
), stages as (
  select day as place, {day_name} || day as name, {day_label} || ' ' || day as label
    from generate_series(1, (select greatest(1, max(day)) from counted)) as day
  union all
  values {stages_after}
), step as (
  select asked.grouped_by, stages.place, stages.name, stages.label,
         coalesce(reached.count, 0) as count
    from {groups} as asked (grouped_by)
   cross join stages
    left join reached using (grouped_by, place)
), compared as (
  select step.*,
         first_value(count) over neighbours as first,
         lag(count) over neighbours as previous,
         lead(count) over neighbours as further
    from step
  window neighbours as (partition by grouped_by order by place)
)
select {columns}
  from compared as step
 group by step.grouped_by
