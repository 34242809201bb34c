-- case an enum made anew with fewer labels
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status not null);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter type order_status rename to order_status_old;
create type order_status as enum ('open', 'paid');
alter table orders alter column status type order_status using status::text::order_status;
drop type order_status_old;

-- case an enum made anew under another name that it then gives up
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status not null default 'open');
-- client
select id from orders where status = 'cancelled';
-- migration
create type order_status_new as enum ('open', 'paid');
alter table orders alter column status drop default;
alter table orders alter column status type order_status_new using (status::text::order_status_new);
alter table orders alter column status set default 'open';
drop type order_status;
alter type order_status_new rename to order_status;

-- case an enum made anew with all labels and one more
-- expect nothing
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status not null);
-- client
insert into orders (id, status) values (1, 'paid'::order_status);
-- migration
alter type order_status rename to order_status_old;
create type order_status as enum ('open', 'sent', 'paid');
alter table orders alter column status type order_status using status::text::order_status;
drop type order_status_old;

-- case an enum by way of text
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter table orders alter column status type text;
drop type order_status;
create type order_status as enum ('open', 'paid');
alter table orders alter column status type order_status using status::order_status;

-- case an enum in a schema, quoted
-- expect HG420 22P02
create schema shop;
create type shop."Status" as enum ('open', 'Cancelled');
create table shop.orders (id bigint primary key, status shop."Status");
-- client
insert into shop.orders (id, status) values (1, 'Cancelled');
-- migration
alter type shop."Status" rename to "StatusOld";
create type shop."Status" as enum ('open');
alter table shop.orders alter column status type shop."Status" using status::text::shop."Status";
drop type shop."StatusOld";

-- case an enum of an array
-- expect HG420 22P02
create type tag as enum ('new', 'sale', 'gone');
create table product (id bigint primary key, tags tag[]);
-- client
insert into product (id, tags) values (1, '{gone}');
-- migration
alter type tag rename to tag_old;
create type tag as enum ('new', 'sale');
alter table product alter column tags type tag[] using tags::text[]::tag[];
drop type tag_old;

-- case an enum inside a DO block
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
do $$
begin
  alter type order_status rename to order_status_old;
  create type order_status as enum ('open', 'paid');
  alter table orders alter column status type order_status using status::text::order_status;
  drop type order_status_old;
end
$$;

-- case an enum that becomes a text with a shorter list
-- expect HG310 HG420 HG423 23514
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter table orders alter column status type text;
alter table orders add constraint orders_status_known check (status in ('open', 'paid'));
drop type order_status;

-- case a table copied and replaced by one with a shorter list
-- expect HG420 HG303 23514
create table orders (id bigint primary key, status text check (status in ('open', 'paid', 'gone')));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
create table orders_next (id bigint primary key, status text check (status in ('open', 'paid')));
insert into orders_next select id, status from orders where status <> 'gone';
drop table orders;
alter table orders_next rename to orders;

-- case a label taken out of pg_enum
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
delete from pg_enum where enumlabel = 'cancelled' and enumtypid = 'order_status'::regtype;

-- case a label renamed in pg_enum
-- expect HG420 22P02
create type order_status as enum ('open', 'paid', 'cancelled');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
update pg_catalog.pg_enum set enumlabel = 'canceled' where enumlabel = 'cancelled';

-- case the list of a CHECK shortened
-- expect HG420 23514
create table orders (id bigint primary key, status text,
  constraint orders_status_known check (status in ('open', 'paid', 'cancelled')));
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter table orders drop constraint orders_status_known;
alter table orders add constraint orders_status_known check (status in ('open', 'paid'));

-- case the list of a CHECK shortened in one statement, NOT VALID, in another spelling
-- expect HG420 23514
create table orders (id bigint primary key, status varchar(20),
  constraint orders_status_known check (status in ('open', 'paid', 'cancelled')));
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter table orders drop constraint if exists orders_status_known,
  add constraint orders_status_listed
    check ((status)::text = any ((array['open'::character varying, 'paid'::character varying])::text[]))
    not valid;

-- case the list of a CHECK shortened to ORs
-- expect HG420 23514
create table orders (id bigint primary key, status text check (status in ('open', 'paid', 'gone')));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
alter table orders drop constraint orders_status_check;
alter table orders add check (status is null or status = 'open' or status = 'paid') not valid;

-- case the list of a CHECK shortened as an array literal
-- expect HG420 23514
create table orders (id bigint primary key, status text check (status = any ('{open,paid,gone}')));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
alter table orders drop constraint orders_status_check;
alter table orders add check (status = any ('{open,paid}'::text[])) not valid;

-- case the list of a CHECK shortened as a pattern
-- expect HG420 23514
create table orders (id bigint primary key, status text check (status ~ '^(open|paid|gone)$'));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
alter table orders drop constraint orders_status_check;
alter table orders add check (status ~ '^(open|paid)$') not valid;

-- case a value shut out by another CHECK
-- expect HG420 23514 if known
create table orders (id bigint primary key, status text check (status in ('open', 'paid', 'gone')));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
alter table orders add constraint orders_not_gone check (status <> 'gone') not valid;

-- case the values of a number shortened
-- expect HG420 23514
create table orders (id bigint primary key, state smallint check (state in (0, 1, 2)));
-- client
insert into orders (id, state) values (1, 2);
-- migration
alter table orders drop constraint orders_state_check;
alter table orders add constraint orders_state_check check (state between 0 and 1) not valid;

-- case the list of a CHECK made longer
-- expect nothing
create table orders (id bigint primary key, status text check (status in ('open', 'paid')));
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter table orders drop constraint orders_status_check;
alter table orders add check (status in ('open', 'sent', 'paid')) not valid;

-- case the list of a CHECK said otherwise
-- expect nothing
create table orders (id bigint primary key, status text check (status in ('open', 'paid')));
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter table orders drop constraint orders_status_check;
alter table orders add check (status = any (array['paid', 'open'])) not valid;

-- case the list of a CHECK dropped
-- expect nothing
create table orders (id bigint primary key, status text check (status in ('open', 'paid')));
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter table orders drop constraint orders_status_check;

-- case a first list, where any value went before
-- expect nothing
create table orders (id bigint primary key, status text);
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter table orders add constraint orders_status_known check (status in ('open', 'paid')) not valid;

-- case a condition between columns
-- expect nothing
create table orders (id bigint primary key, status text check (status in ('open', 'paid')), at date);
-- client
insert into orders (id, status, at) values (1, 'paid', '2024-01-01');
-- migration
alter table orders add constraint paid_has_date check (status <> 'paid' or at is not null) not valid;

-- case the list of a domain shortened
-- expect HG420 23514
create domain order_status as text check (value in ('open', 'paid', 'cancelled'));
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter domain order_status drop constraint order_status_check;
alter domain order_status add constraint order_status_check check (value in ('open', 'paid')) not valid;

-- case the list of a domain made longer
-- expect nothing
create domain order_status as text check (value in ('open', 'paid'));
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter domain order_status drop constraint order_status_check;
alter domain order_status add check (value in ('open', 'paid', 'cancelled')) not valid;

-- case a type dropped with its columns
-- expect HG310 42703
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status);
-- client
select status from orders;
-- migration
drop type order_status cascade;

-- case a column moved to an enum with fewer labels
-- expect HG420 HG423 22P02 if known
create type order_status as enum ('open', 'paid', 'cancelled');
create type short_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'cancelled');
-- migration
alter table orders alter column status type short_status using status::text::short_status;

-- case a column made anew with fewer labels
-- expect HG420 HG302 23514
create table orders (id bigint primary key, status text check (status in ('open', 'paid', 'gone')));
-- client
insert into orders (id, status) values (1, 'gone');
-- migration
alter table orders drop column status;
alter table orders add column status text check (status in ('open', 'paid'));

-- case a value added
-- expect nothing
create type order_status as enum ('open', 'paid');
create table orders (id bigint primary key, status order_status);
-- client
insert into orders (id, status) values (1, 'paid');
-- migration
alter type order_status add value if not exists 'sent' before 'paid';
