-- How far did each visit to a funnel lead: to a lead, to a cart, to an order?
funnel_sessions as session
cross join lateral (
  select exists (select from leads where leads.funnel_session_id = session.id) as has_lead,
         exists (select from carts where carts.funnel_session_id = session.id) as has_cart,
         exists (
           select from carts join orders on orders.id = carts.order_id
            where carts.funnel_session_id = session.id
         ) as has_order
) as reached
