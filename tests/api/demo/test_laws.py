"""What is true of the demo data as it would be of real data: each law counts its violations."""

import psycopg
import pytest

Connection = psycopg.Connection[tuple[object, ...]]

LAWS = {
    "a blast counts its recipients": """
        select count(*) from blasts
         where total_recipients
            <> (select count(*) from blast_recipients where blast_id = blasts.id)
    """,
    "a message is delivered, read, answered and closed in this order": """
        select count(*) from blast_recipients
         where not coalesce(to_timestamp(message_timestamp) <= delivered_at, true)
            or not coalesce(delivered_at <= read_timestamp, true)
            or not coalesce(read_timestamp <= replied_at, true)
            or not coalesce(replied_at <= closed_at, true)
            or num_nulls(delivered_at, read_timestamp, replied_at, closed_at)
               <> case status when 'CLOSED' then 0 when 'REPLIED' then 1 when 'READ_ACK' then 2
                              when 'DELIVERY_ACK' then 3 else 4 end
    """,
    "a message that was sent has its id, one that waits or failed has none": """
        select count(*) from blast_recipients
         where (status in ('QUEUED', 'FAILED')) <> (message_id is null)
            or (status = 'QUEUED') <> (attempts = 0)
            or (status = 'QUEUED') <> (message_text is null)
            or (status = 'FAILED') <> (failure_reason is not null)
    """,
    "a provider's delivery time is the time of delivery": """
        select count(*) from blast_recipients
         where to_timestamp(message_c2s_timestamp) is distinct from delivered_at
    """,
    "a recipient's status is the last one that counted": """
        select count(*) from blast_recipients
         where status <> coalesce(
           (select new_status from status_history
             where recipient_id = blast_recipients.id and is_applied
             order by changed_at desc, id desc limit 1), 'QUEUED')
    """,
    "a status follows from the one that counted before it": """
        select count(*)
          from (select old_status, new_status, is_applied,
                       coalesce(max(new_status) filter (where is_applied) over before, 'QUEUED')
                         as known
                  from status_history
                window before as (partition by recipient_id order by id
                                  rows between unbounded preceding and 1 preceding)) as history
         where old_status <> known or is_applied <> (new_status > old_status)
    """,
    "the history never goes back in time": """
        select count(*)
          from (select changed_at, lag(changed_at) over (partition by recipient_id order by id)
                         as before
                  from status_history) as history
         where changed_at < before
    """,
    "the times of a message are those of its history": """
        select count(*)
          from blast_recipients
          join status_history on recipient_id = blast_recipients.id and is_applied
         where changed_at is distinct from
               case new_status when 'DELIVERY_ACK' then delivered_at
                               when 'READ_ACK' then read_timestamp
                               when 'REPLIED' then replied_at
                               when 'CLOSED' then closed_at
                               else changed_at end
    """,
    "a blast goes to contacts who were known when it was written": """
        select count(*) from blast_recipients
         where not exists (select from contacts
                            where contacts.organization_id = blast_recipients.organization_id
                              and phone = phone_number
                              and contacts.created_at <= blast_recipients.created_at)
    """,
    "an order costs what its items cost": """
        select count(*) from orders
         where order_total is distinct from
               (select sum(amount) from order_items where order_id = orders.id)
    """,
    "an order is of the day its organization's clock says": """
        select count(*) from orders join organizations on organizations.id = organization_id
         where purchase_date <> (orders.created_at at time zone time_zone)::date
    """,
    "a contact is older than what they buy and do": """
        select (select count(*) from orders join contacts on contacts.id = contact_id
                 where orders.created_at < contacts.created_at)
             + (select count(*) from analytics_events join contacts on contacts.id = contact_id
                 where timestamp < contacts.created_at)
    """,
    "every order is one purchase event": """
        select count(*)
          from orders
          full join (select * from analytics_events where type = 'purchase') as event
            on event.contact_id = orders.contact_id and timestamp = orders.created_at
           and value = order_total::text and comment = 'order ' || clickfunnels_order_number
         where event.id is null or orders.id is null
    """,
    "nobody attends a day without the day before": """
        select count(*) from analytics_events as event
         where type = 'analytics' and name <> 'Attended_Day_1'
           and not exists (
             select from analytics_events as previous
              where previous.contact_id = event.contact_id and previous.type = 'analytics'
                and previous.name = 'Attended_Day_' || right(event.name, 1)::integer - 1
                and previous.timestamp < event.timestamp)
    """,
    "a day's key numbers are what happened on it": """
        with local as (select id as organization, time_zone from organizations),
        leads as (select organization_id, (created_at at time zone time_zone)::date as date,
                         count(*) as leads
                    from contacts join local on organization = organization_id
                   group by 1, 2),
        sales as (select organization_id, purchase_date as date, count(*) as orders,
                         sum(order_total) as revenue
                    from orders group by 1, 2),
        ads as (select organization_id, date, sum(spend) as ad_spend
                  from ad_performance where level = 'CAMPAIGN' group by 1, 2),
        attendance as (select organization_id, (timestamp at time zone time_zone)::date as date,
                              count(distinct contact_id) as attendance
                         from analytics_events join local on organization = organization_id
                        where type = 'analytics' and name like 'Attended\\_Day\\_%'
                        group by 1, 2)
        select count(*)
          from daily_kpis as kpi
          left join leads using (organization_id, date)
          left join sales using (organization_id, date)
          left join ads using (organization_id, date)
          left join attendance using (organization_id, date)
         where (kpi.leads, kpi.orders, kpi.revenue, kpi.ad_spend, kpi.attendance)
            is distinct from (coalesce(leads.leads, 0), coalesce(sales.orders, 0),
                              coalesce(sales.revenue, 0), coalesce(ads.ad_spend, 0),
                              coalesce(attendance.attendance, 0))
    """,
    "the key numbers leave no day of sales out": """
        select count(*) from orders
         where not exists (select from daily_kpis
                            where daily_kpis.organization_id = orders.organization_id
                              and date = purchase_date)
    """,
    "a campaign did what its ad sets did, and an ad set what its ads did": """
        select count(*)
          from ad_performance as whole
         where level <> 'AD'
           and not exists (
             select from ad_performance as part
              where (part.organization_id, part.date, part.platform, part.campaign_id)
                  = (whole.organization_id, whole.date, whole.platform, whole.campaign_id)
                and part.level
                  = case whole.level when 'CAMPAIGN' then 'AD_SET' else 'AD' end::ad_level
                and (whole.level = 'CAMPAIGN' or part.ad_set_id = whole.ad_set_id)
             having (sum(impressions), sum(clicks), sum(spend), sum(conversions),
                     sum(conversion_value))
                  = (whole.impressions, whole.clicks, whole.spend, whole.conversions,
                     whole.conversion_value))
    """,
    "a conversion agrees with its click, link, partner and order": """
        select count(*)
          from affiliate_conversions as sale
          left join affiliate_clicks as click on click.id = click_id
          left join affiliate_links as link on link.id = sale.link_id
          left join affiliate_partners as partner on partner.id = sale.partner_id
          left join orders on orders.id = order_id
         where (click.link_id, click.partner_id, click.company_id, click.status)
               is distinct from (sale.link_id, sale.partner_id, sale.company_id, 'VALID')
            or link.partner_id is distinct from sale.partner_id
            or partner.company_id is distinct from sale.company_id
            or partner.commission_percent is distinct from sale.commission_percent
            or (orders.contact_id, orders.order_total, orders.created_at, order_source)
               is distinct from (sale.contact_id, order_amount, converted_at, 'affiliate')
            or not click.clicked_at between converted_at - cookie_duration_days * interval '1 day'
                                        and converted_at
            or commission_amount <> round(order_amount * sale.commission_percent / 100, 2)
    """,
    "every order of a partner's customer is a conversion": """
        select count(*) from orders
         where order_source = 'affiliate'
           and not exists (select from affiliate_conversions where order_id = orders.id)
    """,
    "a judgement has its time and its reason": """
        select count(*) from affiliate_conversions
         where (status in ('APPROVED', 'REVERSED')) <> (approved_at is not null)
            or (status = 'REJECTED') <> (rejected_at is not null)
            or (status = 'REJECTED') <> (rejection_reason is not null)
            or coalesce(approved_at, rejected_at) < converted_at
    """,
    "a payout is the sum of the commissions that it pays": """
        select count(*)
          from affiliate_payouts as payout
          join organizations on organizations.id = payout.organization_id
         where amount is distinct from (
                 select sum(commission_amount) from affiliate_conversions as sale
                  where payout_id = payout.id and sale.partner_id = payout.partner_id
                    and sale.status = 'APPROVED' and approved_at < payout.created_at
                    and (converted_at at time zone time_zone)::date between period_start
                                                                        and period_end - 1)
    """,
    "a payout pays approved commissions only": """
        select count(*) from affiliate_conversions
         where payout_id is not null and status <> 'APPROVED'
    """,
    "a click comes after its link was made, by a partner who was let in": """
        select count(*)
          from affiliate_clicks
          join affiliate_links on affiliate_links.id = link_id
          join affiliate_partners on affiliate_partners.id = affiliate_clicks.partner_id
         where clicked_at < affiliate_links.created_at or clicked_at < approved_at
            or affiliate_links.partner_id <> affiliate_clicks.partner_id
            or affiliate_links.company_id <> affiliate_clicks.company_id
    """,
    "an honest click has a low score and a dishonest one a reason": """
        select count(*) from affiliate_clicks
         where (status = 'VALID') <> (fraud_reasons = '{}')
            or status = 'VALID' and fraud_score > 30
            or status in ('FRAUD', 'BOT') and fraud_score < 75
    """,
    "a queued click is processed when its status says so": """
        select count(*) from affiliate_click_queue
         where (status in ('PENDING', 'PROCESSING')) <> (processed_at is null)
            or (status = 'COMPLETED') <> (country is not null)
            or (status = 'FAILED') <> (error_message is not null)
            or clicked_at > queued_at or queued_at > processed_at
    """,
    "a queued click names a link that exists": """
        select count(*) from affiliate_click_queue as queued
         where not exists (select from affiliate_links as link
                            where link.id = queued.link_id and link.link_code = queued.link_code
                              and link.partner_id = queued.partner_id
                              and link.company_id = queued.company_id)
    """,
    "a partner's application says what became of it": """
        select count(*)
          from affiliate_applications as asked
          left join affiliate_partners as partner on partner.id = asked.partner_id
         where (asked.status = 'ACTIVE') <> (partner.id is not null)
            or (asked.status = 'PENDING_APPROVAL') <> (reviewed_at is null)
            or (reviewed_at is null) <> (reviewed_by is null)
    """,
    "a funnel session is completed by an order, left, or still open": """
        select count(*) from funnel_sessions
         where (status = 'COMPLETED') <> (completed_at is not null)
            or (status = 'ABANDONED') <> (abandoned_at is not null)
            or (status = 'COMPLETED') <> (current_step = 'thank_you')
            or not started_at <= coalesce(terms_accepted_at, started_at)
            or not coalesce(terms_accepted_at, started_at) <= last_activity_at
            or not last_activity_at <= coalesce(completed_at, abandoned_at, last_activity_at)
            or (discount_code is null) <> (discount_amount is null)
    """,
    "whoever completes a funnel is a lead, has a cart, and the cart an order": """
        select count(*)
          from funnel_sessions as visit
         where status = 'COMPLETED'
           and not exists (
             select from leads
               join carts on carts.funnel_session_id = visit.id
               join orders on orders.id = carts.order_id
              where leads.funnel_session_id = visit.id
                and leads.contact_id = orders.contact_id
                and leads.company_id = visit.company_id and carts.company_id = visit.company_id
                and carts.source_type = 'FUNNEL' and orders.order_source = 'funnel'
                and orders.created_at = visit.completed_at
                and visit.started_at <= leads.created_at and leads.created_at <= carts.created_at
                and carts.created_at <= orders.created_at)
    """,
    "every order of a funnel has a completed session": """
        select count(*) from orders
         where order_source = 'funnel'
           and not exists (select from carts
                             join funnel_sessions on funnel_sessions.id = funnel_session_id
                            where order_id = orders.id and funnel_sessions.status = 'COMPLETED')
    """,
    "a cart costs what its items cost": """
        select count(*) from carts
         where total_amount <> (select sum((item ->> 'amount_cents')::bigint) / 100.0
                                  from jsonb_array_elements(items) as item)
    """,
    "a converted cart is its order": """
        select count(*)
          from carts left join orders on orders.id = order_id
         where (carts.status = 'CONVERTED') <> (orders.id is not null)
            or orders.order_total <> total_amount
            or orders.created_at < carts.created_at
    """,
    "an order is made of one cart at most": """
        select count(*)
          from (select order_id from carts where order_id is not null
                 group by order_id having count(*) > 1) as twice
    """,
    "a cart is where its source says": """
        select count(*) from carts
         where (source_type = 'FUNNEL') <> (funnel_session_id is not null)
            or (source_type = 'LANDING_PAGE') <> (landing_page_id is not null)
            or (source_type = 'EMAIL') <> (recovered_at is not null)
            or status = 'ABANDONED' and abandoned_at is null
            or recovery_email_sent <> (recovery_email_sent_at is not null)
            or not created_at <= coalesce(abandoned_at, created_at)
            or not coalesce(abandoned_at <= recovery_email_sent_at, true)
            or not coalesce(recovery_email_sent_at <= recovered_at, true)
            or status = 'EXPIRED' and expires_at > timestamptz '2026-11-02Z'
            or status = 'ACTIVE' and expires_at <= timestamptz '2026-11-02Z'
    """,
    "a landing-page session and its cart and order agree": """
        select count(*)
          from landing_page_sessions as visit
          left join carts on carts.id = visit.cart_id
          left join orders on orders.id = visit.order_id
         where (visit.status = 'CONVERTED') <> (orders.id is not null)
            or orders.id is distinct from carts.order_id
            or orders.created_at <> visit.converted_at
            or carts.landing_page_id <> visit.landing_page_id
            or (visit.status = 'CONVERTED') <> (visit.converted_at is not null)
            or (visit.status in ('ABANDONED', 'EXPIRED')) <> (visit.abandoned_at is not null)
            or started_at > last_activity_at
    """,
    "stock is held for what is in the cart": """
        select count(*)
          from inventory_holds as hold join carts on carts.id = cart_id
         where not items @> jsonb_build_array(jsonb_build_object(
                     'product_id', product_id, 'quantity', quantity))
            or hold.company_id <> carts.company_id
            or released_at > hold.expires_at
    """,
    "a company sells its own products": """
        select count(*)
          from carts, jsonb_array_elements(items) as item
          join products on products.id = (item ->> 'product_id')::bigint
         where products.company_id <> carts.company_id
    """,
    "a conversation in a funnel is of the funnel's company and time": """
        select count(*)
          from funnel_sessions as visit join cs_sessions as session on session.id = cs_session_id
         where visit.company_id <> session.company_id
            or not session.started_at between visit.started_at and visit.last_activity_at
    """,
    "a call lasts as long as its conversation": """
        select count(*)
          from voice_calls as call join cs_sessions as session on session.id = cs_session_id
         where duration_seconds is distinct from
               extract(epoch from session.ended_at - session.started_at)::integer
            or channel <> 'phone'
    """,
    "the use of AI costs its price": """
        select count(*)
          from cs_ai_usage join cs_ai_pricing using (organization_id, usage_type)
         where cost_cents <> quantity * unit_price_cents
    """,
    "a month's use of AI is the sum of its uses": """
        select count(*)
          from (select company_id, usage_type, quantity, cost_cents,
                       date_trunc('month', cs_ai_usage.created_at at time zone time_zone)::date
                         as period_start
                  from cs_ai_usage join organizations on organizations.id = organization_id) as used
          full join cs_ai_usage_summary using (company_id, usage_type, period_start)
         group by company_id, usage_type, period_start, total_units, total_cost_cents
        having (sum(quantity), sum(cost_cents)) is distinct from (total_units, total_cost_cents)
    """,
    "a day's storage is what was stored by its end": """
        select count(*)
          from storage_usage as usage
         where not exists (
           select from product_images as image
            where image.company_id = usage.company_id and image.created_at < usage.created_at
           having (count(*), coalesce(sum(size_bytes), 0)) = (usage.file_count, usage.total_bytes))
    """,
    "an import counts no more than there is, and ends when it is over": """
        select count(*) from product_import_jobs
         where (status in ('COMPLETED', 'FAILED', 'CANCELLED')) <> (completed_at is not null)
            or (status = 'PENDING') <> (started_at is null)
            or (status = 'COMPLETED') <> (processed_items + failed_items = total_items)
    """,
    "an e-mail is sent, delivered, opened and clicked in this order": """
        select count(*) from email_sends
         where not coalesce(sent_at <= delivered_at, true)
            or not coalesce(delivered_at <= opened_at, true)
            or not coalesce(opened_at <= clicked_at, true)
            or not coalesce(sent_at <= bounced_at, true)
            or status <> case when bounced_at is not null then 'bounced'
                              when clicked_at is not null then 'clicked'
                              when opened_at is not null then 'opened'
                              when delivered_at is not null then 'delivered'
                              when sent_at is not null then 'sent'
                              else case when status in ('pending', 'failed') then status end end
            or (clicked_at is not null and opened_at is null)
            or (opened_at is not null and delivered_at is null)
            or (sent_at is null) <> (sendgrid_message_id is null)
            or (bounced_at is null) <> (bounce_reason is null)
    """,
    "an e-mail goes to the address of its member": """
        select count(*)
          from email_sends left join members on members.id = member_id
         where members.email is distinct from email_address
    """,
    "a campaign that was not sent has no sends": """
        select count(*) from campaigns
         where (status in ('sent', 'sending'))
            <> exists (select from email_sends where campaign_id = campaigns.id)
    """,
    "a ticket agrees with its event and its payment": """
        select count(*)
          from event_tickets as ticket
          join events on events.id = event_id
          join payments on payments.id = payment_id
         where payments.status <> case ticket.status when 'checked_in' then 'succeeded'
                                                     when 'paid' then 'succeeded'
                                                     when 'refunded' then 'refunded'
                                                     when 'cancelled' then 'failed'
                                                     else 'pending' end
            or (ticket.status in ('checked_in', 'paid', 'refunded')) <> (amount_paid is not null)
            or amount_paid <> amount or ticket.currency <> payments.currency
            or ticket.member_id is distinct from payments.member_id
            or purchase_date > starts_at
            or (ticket.status = 'checked_in') <> (checked_in_at is not null)
            or (checked_in_at is null) <> (checked_in_by is null)
            or checked_in_at not between starts_at - interval '1 hour' and ends_at
    """,
    "an event has room for its tickets": """
        select count(*) from events
         where capacity < (select count(*) from event_tickets where event_id = events.id)
    """,
    "a merchant's day is what its log says": """
        with local as (select id as organization, time_zone from organizations),
        said as (
          select merchant_id, (created_at at time zone time_zone)::date as metric_date,
                 case metric_type when 'payment_recovered' then amount else 0 end as recovered,
                 case metric_type when 'email_sent' then amount else 0 end as emails,
                 0 as opens, 0 as clicks
            from usage_logs join local on organization = organization_id
          union all
          select merchant_id, (opened_at at time zone time_zone)::date, 0, 0, 1, 0
            from usage_logs join local on organization = organization_id where opened_at is not null
          union all
          select merchant_id, (clicked_at at time zone time_zone)::date, 0, 0, 0, 1
            from usage_logs join local on organization = organization_id
           where clicked_at is not null)
        select count(*)
          from (select merchant_id, metric_date, sum(recovered) as recovered_cents,
                       sum(emails) as emails_sent, sum(opens) as total_opens,
                       sum(clicks) as total_clicks
                  from said group by merchant_id, metric_date) as sums
          full join daily_metrics as daily using (merchant_id, metric_date)
         where (coalesce(sums.recovered_cents, 0), coalesce(sums.emails_sent, 0),
                coalesce(sums.total_opens, 0), coalesce(sums.total_clicks, 0))
               is distinct from (daily.recovered_cents, daily.emails_sent, daily.total_opens,
                                 daily.total_clicks)
    """,
    "a customer opens an e-mail after it was sent and clicks after that": """
        select count(*) from usage_logs
         where opened_at < created_at or clicked_at < opened_at
            or clicked_at is not null and opened_at is null
            or opened_at is not null and metric_type <> 'email_sent'
    """,
}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_the_demo_data_breaks_no_law(law: str, seeded: Connection) -> None:
    assert seeded.execute(law).fetchall() in ([(0,)], [])
