-- What did each click and each conversion of partners come to? One row for each of both.
(
  select click.partner_id, click.clicked_at as moment, link.campaign, true as is_click,
         click.status = 'VALID' as is_valid, false as is_conversion, false as is_approved,
         false as is_paid, false as is_rejected
    from affiliate_clicks as click
    left join affiliate_links as link on link.id = click.link_id
  union all
  select conversion.partner_id, conversion.converted_at, link.campaign, false,
         false, true, conversion.status = 'APPROVED',
         conversion.status = 'APPROVED' and coalesce(payout.status = 'COMPLETED', false),
         conversion.status in ('REJECTED', 'REVERSED')
    from affiliate_conversions as conversion
    left join affiliate_links as link on link.id = conversion.link_id
    left join affiliate_payouts as payout on payout.id = conversion.payout_id
) as fact
left join affiliate_partners as partner on partner.id = fact.partner_id
