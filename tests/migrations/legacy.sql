-- Rows of the baseline's shape, in every one of its tables; nulls, quotes and extremes among them.
insert into organizations (name, slug) values ('First', 'first'), ('Second', 'second');
insert into members (organization_id, email, full_name)
select organizations.id, 'member' || n || '@example.com', 'Member ' || n
  from organizations, generate_series(1, 3) as n;
insert into companies (name, slug) values ('Shop', 'shop'), ('Other ''shop''', 'other-shop');
insert into "Lead" (created_at, email, phone, full_name, keap_id)
select '2025-01-01'::timestamptz + n * interval '1 hour', 'lead' || n || '@example.com',
       case when n % 3 = 0 then null else '+6012' || n end, 'Léad "' || n || '"', n
  from generate_series(1, 200) as n;
insert into "Order" (contact_id, clickfunnels_order_id, clickfunnels_order_number, order_total,
                     purchase_date, order_source, funnel_name, billing_address_city)
select case when n % 7 = 0 then null else 1 + n % 200 end, n, 'CF-' || n,
       case when n % 11 = 0 then null else n * 1.07 end, '2025-02-01'::date + n % 60,
       case when n % 2 = 0 then 'clickfunnels' end, 'Funnel ' || n % 5, 'Kuala Lumpur'
  from generate_series(1, 500) as n;
insert into high_ticket_sales (created_at, lead_id, product_name, amount, sold_on, status)
select '2025-03-01'::timestamptz + n * interval '1 day',
       case when n % 10 = 0 then null else n end,
       case when n % 4 = 0 then null else 'Coaching ' || n % 3 end,
       1000 + n * 0.01, '2025-03-01'::date + n, case when n % 2 = 0 then 'paid' end
  from generate_series(1, 60) as n;
insert into daily_attendance (lead_id, day, attended_at)
select 1 + n % 50, 1 + n % 5, '2025-04-01'::timestamptz + n * interval '1 minute'
  from generate_series(1, 300) as n;
insert into ad_performance (date, platform, level, campaign_id, ad_set_id, spend, clicks)
select '2025-01-01'::date + n, 'META', 'AD_SET', 'c' || n, 's' || n, n * 1.5, n
  from generate_series(1, 30) as n;
insert into daily_kpis (date, leads, orders, revenue)
select '2025-01-01'::date + n, n, n, n * 10 from generate_series(1, 30) as n;
insert into merchants (id, name) values ('m1', 'One'), ('m2', null);
insert into usage_logs (merchant_id, metric_type, amount)
select 'm' || 1 + n % 2, 'email_sent', n from generate_series(1, 40) as n;
insert into daily_metrics (merchant_id, metric_date, recovered_cents, emails_sent)
select 'm1', '2025-01-01'::date + n, n * 100, n from generate_series(1, 20) as n;
insert into landing_pages (company_id, name, slug) select id, 'Page', 'page' from companies;
insert into funnels (company_id, name, slug) select id, 'Funnel', 'funnel' from companies;
insert into cs_sessions (company_id, channel) select id, 'chat' from companies;
insert into voice_calls (company_id, cs_session_id, duration_seconds)
select company_id, id, 60 from cs_sessions;
insert into funnel_sessions (company_id, funnel_id, session_token)
select company_id, funnels.id, slug || company_id || n from funnels, generate_series(1, 5) as n;
insert into leads (company_id, funnel_session_id, contact_id, email)
select company_id, id, 1, 'shopper@example.com' from funnel_sessions;
insert into carts (company_id, funnel_session_id, order_id, total_amount, status)
select company_id, id, 1, 12.34, 'ABANDONED' from funnel_sessions;
insert into cross_site_sessions (company_id, session_token, expires_at)
select id, 'token ' || id, '2025-06-01' from companies;
insert into campaigns (organization_id, name, stats)
select id, 'Campaign', '{"opens": 3}' from organizations;
insert into events (organization_id, name, starts_at)
select id, 'Event', '2025-06-01' from organizations;
insert into payments (organization_id, member_id, amount)
select organization_id, id, 9.99 from members;
