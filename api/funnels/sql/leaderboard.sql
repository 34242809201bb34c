-- Which partners brought the most? One line per partner, with commissions per currency.
select partner.id as partner_id,
       (select count(*) from affiliate_links as link where link.partner_id = partner.id) as links,
       coalesce(clicked.clicks, 0) as clicks,
       coalesce(clicked.valid_clicks, 0) as valid_clicks,
       coalesce(sold.conversions, 0) as conversions,
       coalesce(sold.currencies, array[]::text[]) as currencies,
       coalesce(sold.earned, array[]::numeric[]) as earned,
       coalesce(sold.approved, array[]::numeric[]) as approved,
       {order} as ranked_by
  from affiliate_partners as partner
  left join (
    select click.partner_id, count(*) as clicks,
           count(*) filter (where click.status = 'VALID') as valid_clicks
      from affiliate_clicks as click
     where {clicked}
     group by click.partner_id
  ) as clicked on clicked.partner_id = partner.id
  left join (
    select each.partner_id, sum(each.conversions)::bigint as conversions,
           array_agg(each.currency order by each.currency) as currencies,
           array_agg(each.earned order by each.currency) as earned,
           array_agg(each.approved order by each.currency) as approved,
           coalesce(sum(each.earned) filter (where each.currency = {currency}), 0) as ranked
      from (
        select conversion.partner_id, conversion.currency, count(*) as conversions,
               coalesce(sum(conversion.commission_amount)
                 filter (where conversion.status not in ('REJECTED', 'REVERSED')), 0) as earned,
               coalesce(sum(conversion.commission_amount)
                 filter (where conversion.status = 'APPROVED'), 0) as approved
          from affiliate_conversions as conversion
         where {converted}
         group by conversion.partner_id, conversion.currency
      ) as each
     group by each.partner_id
  ) as sold on sold.partner_id = partner.id
 order by {order} desc nulls last, partner.id
 limit {first}
