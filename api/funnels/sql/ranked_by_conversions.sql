-- How many sales or sign-ups did each partner bring?
select conversion.partner_id, count(*) as ranked_by
  from affiliate_conversions as conversion
 where {converted}
 group by conversion.partner_id
