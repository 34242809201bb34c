-- How many valid clicks did each partner bring?
select click.partner_id, count(*) as ranked_by
  from affiliate_clicks as click
 where click.status = 'VALID' and {clicked}
 group by click.partner_id
