"""The names of before November 2025, kept alive while clients move to the new ones.

Four revisions share this SQL: `expand` puts the views "Lead" and "Order" where the tables were and
has every write to the legacy tables mirrored, `switch` puts views where the legacy tables were,
and `contract` ends both; its downgrade needs all of it again.
"""

LEAD_AND_ORDER_VIEWS = """
create view "Lead" as
  select id, created_at, email, phone, full_name, first_name, last_name, calendar_status,
         obvio_link, clickfunnels_id, keap_id, manychat_id
    from contacts;

create view "Order" as
  select id, created_at, contact_id, clickfunnels_order_id, clickfunnels_order_number, order_total,
         purchase_date, billing_status, order_source, funnel_name, funnel_id, funnel_public_id,
         page, page_id, page_public_id, billing_address_line1, billing_address_line2,
         billing_address_city, billing_address_state, billing_address_postal_code,
         billing_address_country, shipping_address_line1, shipping_address_line2,
         shipping_address_city, shipping_address_state, shipping_address_postal_code,
         shipping_address_country
    from orders;
"""

FOLDING = """
create function fold_high_ticket_sale(
  sale_id bigint, sale_created_at timestamptz, sale_lead_id bigint, sale_product_name text,
  sale_amount numeric, sale_sold_on date, sale_status text
) returns void language plpgsql as $$
declare
  folded_order_id bigint;
  sold_product_id bigint;
begin
  insert into orders (created_at, contact_id, order_total, purchase_date, billing_status,
                      order_source, high_ticket_sale_id)
  values (coalesce(sale_created_at, now()), sale_lead_id, sale_amount, sale_sold_on, sale_status,
          'high_ticket', sale_id)
  on conflict (high_ticket_sale_id) do update
     set contact_id = excluded.contact_id, order_total = excluded.order_total,
         purchase_date = excluded.purchase_date, billing_status = excluded.billing_status
  returning id into folded_order_id;
  delete from order_items where order_id = folded_order_id;
  if sale_product_name is null then
    return;
  end if;
  -- One at a time: two sales of a new product must not make it twice.
  perform pg_advisory_xact_lock(hashtextextended('fold_high_ticket_sale', 0));
  select min(id) into sold_product_id from products where product_name = sale_product_name;
  if sold_product_id is null then
    insert into products (product_name) values (sale_product_name) returning id into sold_product_id;
  end if;
  insert into order_items (order_id, product_id, quantity, amount)
  values (folded_order_id, sold_product_id, 1, sale_amount);
end
$$;

create function fold_daily_attendance(
  attendance_id bigint, attendance_lead_id bigint, attendance_day integer, attended_at timestamptz
) returns void language sql as $$
  insert into analytics_events (contact_id, name, type, timestamp, daily_attendance_id)
  values (attendance_lead_id, 'Attended_Day_' || attendance_day, 'analytics',
          coalesce(attended_at, now()), attendance_id)
  on conflict (daily_attendance_id) do update
     set contact_id = excluded.contact_id, name = excluded.name, timestamp = excluded.timestamp
$$;
"""

MIRRORING = """
create function mirror_high_ticket_sale() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from orders where high_ticket_sale_id = old.id;
  else
    perform fold_high_ticket_sale(new.id, new.created_at, new.lead_id, new.product_name,
                                  new.amount, new.sold_on, new.status);
  end if;
  return null;
end
$$;

create function mirror_daily_attendance() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from analytics_events where daily_attendance_id = old.id;
  else
    perform fold_daily_attendance(new.id, new.lead_id, new.day, new.attended_at);
  end if;
  return null;
end
$$;

create trigger mirror_high_ticket_sale after insert or update or delete on high_ticket_sales
  for each row execute function mirror_high_ticket_sale();
create trigger mirror_daily_attendance after insert or update or delete on daily_attendance
  for each row execute function mirror_daily_attendance();
"""

END_MIRRORING = """
drop trigger mirror_daily_attendance on daily_attendance;
drop trigger mirror_high_ticket_sale on high_ticket_sales;
drop function mirror_daily_attendance();
drop function mirror_high_ticket_sale();
"""

END_FOLDING = """
drop function fold_daily_attendance(bigint, bigint, integer, timestamptz);
drop function fold_high_ticket_sale(bigint, timestamptz, bigint, text, numeric, date, text);
"""

LEGACY_VIEWS = """
create view high_ticket_sales as
  select sale.high_ticket_sale_id as id, sale.created_at, sale.contact_id as lead_id,
         (select product.product_name
            from order_items as item join products as product on product.id = item.product_id
           where item.order_id = sale.id
           order by item.id limit 1) as product_name,
         sale.order_total as amount, sale.purchase_date as sold_on, sale.billing_status as status
    from orders as sale
   where sale.order_source = 'high_ticket';

create view daily_attendance as
  select daily_attendance_id as id, contact_id as lead_id,
         substring(name from '[0-9]+$')::integer as day, timestamp as attended_at
    from analytics_events
   where type = 'analytics' and name ~ '^Attended_Day_[0-9]+$';

-- What new clients write gets the number by which old clients know it.
create function number_high_ticket_sale() returns trigger language plpgsql as $$
begin
  new.high_ticket_sale_id := nextval('high_ticket_sales_id_seq');
  return new;
end
$$;
create trigger number_high_ticket_sale before insert on orders
  for each row when (new.order_source = 'high_ticket' and new.high_ticket_sale_id is null)
  execute function number_high_ticket_sale();

create function number_daily_attendance() returns trigger language plpgsql as $$
begin
  new.daily_attendance_id := nextval('daily_attendance_id_seq');
  return new;
end
$$;
create trigger number_daily_attendance before insert on analytics_events
  for each row when (new.name ~ '^Attended_Day_[0-9]+$' and new.daily_attendance_id is null)
  execute function number_daily_attendance();

create function write_high_ticket_sale() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from orders where high_ticket_sale_id = old.id;
    return old;
  end if;
  if tg_op = 'INSERT' then
    new.id := nextval('high_ticket_sales_id_seq');
    new.created_at := coalesce(new.created_at, now());
  end if;
  perform fold_high_ticket_sale(new.id, new.created_at, new.lead_id, new.product_name,
                                new.amount, new.sold_on, new.status);
  return new;
end
$$;
create trigger write_high_ticket_sale instead of insert or update or delete on high_ticket_sales
  for each row execute function write_high_ticket_sale();

create function write_daily_attendance() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from analytics_events where daily_attendance_id = old.id;
    return old;
  end if;
  if tg_op = 'INSERT' then
    new.id := nextval('daily_attendance_id_seq');
    new.attended_at := coalesce(new.attended_at, now());
  end if;
  perform fold_daily_attendance(new.id, new.lead_id, new.day, new.attended_at);
  return new;
end
$$;
create trigger write_daily_attendance instead of insert or update or delete on daily_attendance
  for each row execute function write_daily_attendance();
"""

END_LEGACY_VIEWS = """
drop view daily_attendance;
drop view high_ticket_sales;
drop function write_daily_attendance();
drop function write_high_ticket_sale();
drop trigger number_daily_attendance on analytics_events;
drop trigger number_high_ticket_sale on orders;
drop function number_daily_attendance();
drop function number_high_ticket_sale();
"""

LEGACY_TABLES = """
create table high_ticket_sales (
  id bigint generated always as identity,
  created_at timestamptz not null default now(),
  lead_id bigint,
  product_name text,
  amount numeric(12, 2) not null,
  sold_on date not null,
  status text,
  constraint pk_high_ticket_sales primary key (id),
  constraint fk_high_ticket_sales_lead_id foreign key (lead_id) references contacts (id) on delete set null
);
create index ix_high_ticket_sales_lead_id on high_ticket_sales (lead_id);

create table daily_attendance (
  id bigint generated always as identity,
  lead_id bigint not null,
  day integer not null,
  attended_at timestamptz not null default now(),
  constraint pk_daily_attendance primary key (id),
  constraint fk_daily_attendance_lead_id foreign key (lead_id) references contacts (id) on delete cascade
);
create index ix_daily_attendance_lead_id on daily_attendance (lead_id);
"""
