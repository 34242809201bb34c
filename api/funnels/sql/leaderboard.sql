-- Which partners brought the most? One line per partner, with commissions per currency. Who is
-- among the first is known before anything else of theirs is counted.
select best.partner_id, best.ranked_by, linked.links, clicked.clicks, clicked.valid_clicks,
       sold.conversions, sold.currencies, sold.earned, sold.approved
  from (
    select partner.id as partner_id, coalesce(counted.ranked_by, 0) as ranked_by
      from affiliate_partners as partner
      left join ({ranked}) as counted on counted.partner_id = partner.id
     order by coalesce(counted.ranked_by, 0) desc, partner.id
     limit {first}
  ) as best
 cross join lateral (
    select count(*) as links from affiliate_links as link where link.partner_id = best.partner_id
  ) as linked
 cross join lateral (
    select count(*) as clicks, count(*) filter (where click.status = 'VALID') as valid_clicks
      from affiliate_clicks as click
     where click.partner_id = best.partner_id and {clicked}
  ) as clicked
 cross join lateral (
    select coalesce(sum(each.conversions), 0)::bigint as conversions,
           coalesce(array_agg(each.currency order by each.currency), '{{}}') as currencies,
           coalesce(array_agg(each.earned order by each.currency), '{{}}') as earned,
           coalesce(array_agg(each.approved order by each.currency), '{{}}') as approved
      from (
        select conversion.currency, count(*) as conversions,
               coalesce(sum(conversion.commission_amount)
                 filter (where conversion.status not in ('REJECTED', 'REVERSED')), 0) as earned,
               coalesce(sum(conversion.commission_amount)
                 filter (where conversion.status = 'APPROVED'), 0) as approved
          from affiliate_conversions as conversion
         where conversion.partner_id = best.partner_id and {converted}
         group by conversion.currency
      ) as each
  ) as sold
 order by best.ranked_by desc, best.partner_id
