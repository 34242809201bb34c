-- What did each partner earn in a currency?
select conversion.partner_id, sum(conversion.commission_amount) as ranked_by
  from affiliate_conversions as conversion
 where conversion.status not in ('REJECTED', 'REVERSED')
   and conversion.currency = {currency} and {converted}
 group by conversion.partner_id
