-- setup
create schema ledger; set search_path = ledger, public;
create type tx_kind as enum ('credit', 'debit');
create table account (
    account_no  varchar(34) constraint pk_account primary key,
    owner       text not null constraint ck_owner check (length(owner) > 0),
    balance     numeric(18,2) default 0.00 not null,
    opened_on   date default current_date not null,
    closed_on   date,
    iban        text generated always as ('DE' || account_no) stored,
    limits      int4range,
    constraint ck_dates check (closed_on is null or closed_on >= opened_on)
);
create table tx (
    id          uuid default gen_random_uuid() primary key,
    account_no  varchar(34) not null,
    kind        tx_kind not null,
    amount      numeric(18,2) not null,
    booked_at   timestamp not null default localtimestamp,
    memo        varchar(140),
    constraint fk_tx_account foreign key (account_no) references account on update cascade
);
create index ix_tx_account on tx (account_no, booked_at desc);
create index ix_tx_memo on tx (memo varchar_pattern_ops) where memo <> '';
create unique index ux_account_iban on account (iban);
create table tx_tag (tx_id uuid references tx (id) on delete cascade, tag text not null, unique (tx_id, tag));
create view v_balances as select account_no, balance from account where closed_on is null;
create view v_tx as select t.*, a.owner from tx t join account a using (account_no);
create function book() returns trigger language plpgsql as $$
begin
  update ledger.account set balance = balance + new.amount where account_no = new.account_no;
  return new;
end $$;
create trigger tx_book after insert on tx for each row execute function book();
create function close_account(p_no text) returns void language plpgsql as $body$
declare n int;
begin
  select count(*) into n from ledger.tx where account_no = p_no;
  if n > 0 then raise exception 'in use'; end if;
  delete from ledger.account where account_no = p_no;
end $body$;
insert into account (account_no, owner) select g::text, 'o' from generate_series(1, 25) g;
insert into tx (account_no, kind, amount) select g::text, 'credit', 1 from generate_series(1, 25) g;
-- statement
ALTER TABLE ledger.tx ALTER COLUMN memo TYPE varchar(280);
-- statement
set search_path to ledger;
alter table account alter column closed_on type timestamp;
-- statement
alter table ledger.account alter column account_no type text;
-- statement
alter table ledger.tx alter column account_no type varchar(40);
-- statement
drop view ledger.v_tx, ledger.v_balances;
alter table ledger.account drop column iban;
alter table ledger.account alter column account_no type varchar(40);
-- statement
drop view ledger.v_tx;
alter table ledger.tx alter column account_no type varchar(40);
-- statement
drop view ledger.v_tx;
alter table ledger.tx alter column booked_at type timestamp(3), alter column amount type numeric(20,2);
-- statement
alter table ledger.account alter column limits type int8range using int8range(lower(limits), upper(limits));
-- statement
alter table ledger.account alter column opened_on set default now()::date, alter column opened_on drop not null;
-- statement
alter table ledger.account alter column iban drop expression if exists;
-- statement 18..
alter table ledger.account alter column iban set expression as ('FR' || account_no);
-- statement
alter table ledger.account drop constraint ck_dates, drop constraint if exists ck_nothing;
-- statement
alter table ledger.account drop column closed_on;
-- statement
alter table ledger.account drop column closed_on cascade;
-- statement
alter table ledger.account add column closed boolean generated always as (closed_on is not null) stored;
-- statement 18..
alter table ledger.account add column closed boolean generated always as (closed_on is not null) virtual;
-- statement 18..
alter table ledger.account add column closed boolean generated always as (closed_on is not null), add constraint c_closed check (closed is not null);
-- statement 18..
alter table ledger.tx alter constraint fk_tx_account not enforced;
-- statement 18..
alter table ledger.tx add constraint amount_pos check (amount <> 0) not enforced;
-- statement 18..
alter table ledger.tx add constraint fk2 foreign key (memo) references ledger.account not enforced;
-- statement 18..
alter table ledger.tx add constraint memo_nn not null memo not valid;
-- statement 18..
alter table ledger.tx alter constraint fk_tx_account inherit;
-- statement
alter table ledger.tx alter constraint fk_tx_account not deferrable;
-- statement
alter table ledger.tx drop constraint fk_tx_account;
alter table ledger.tx add constraint fk_tx_account foreign key (account_no) references ledger.account (account_no) on delete set null (account_no) not valid;
-- statement
alter table ledger.tx validate constraint fk_tx_account;
-- statement
alter table ledger.tx_tag add primary key (tx_id, tag);
-- statement
alter table ledger.tx_tag alter column tx_id set not null;
-- statement
alter table ledger.tx_tag add constraint tx_id_nn check (tx_id is not null);
alter table ledger.tx_tag alter column tx_id set not null;
-- statement
alter table ledger.tx_tag add constraint one unique (tx_id) include (tag);
-- statement
alter table ledger.tx drop constraint tx_pkey;
-- statement
alter table ledger.tx drop constraint tx_pkey cascade;
-- statement
alter table ledger.tx drop column id cascade;
-- statement
alter table ledger.tx rename column id to tx_uuid;
-- statement
alter table ledger.tx rename to transaction;
create view ledger.tx as select * from ledger.transaction;
-- statement
alter table ledger.tx set schema public;
-- statement
alter schema ledger rename to gl;
-- statement
drop function ledger.close_account(text);
-- statement
drop function ledger.book();
-- statement
drop function ledger.book() cascade;
-- statement
update ledger.account set balance = 0;
-- statement
delete from ledger.tx;
-- statement
truncate ledger.tx, ledger.tx_tag;
-- statement
truncate only ledger.tx_tag restart identity cascade;
-- statement
merge into ledger.account a using (values ('1', 5), ('zz', 9)) v(no, amt) on a.account_no = v.no when matched then update set balance = a.balance + v.amt when not matched then insert (account_no, owner) values (v.no, 'new');
-- statement
with moved as (update ledger.tx set memo = 'm' returning account_no) insert into ledger.tx_tag select null, account_no from moved;
-- statement
create table ledger.tx_2027 (like ledger.tx including all) partition by range (booked_at);
-- statement
create table ledger.tx_copy (like ledger.tx including defaults including constraints including indexes including storage including comments) ;
-- statement
select * into ledger.account_backup from ledger.account;
-- statement
create table ledger.stmt (id int generated always as identity, account_no varchar(34) references ledger.account, tx_id uuid references ledger.tx, primary key (id));
-- statement
create index on ledger.tx using hash (account_no);
-- statement
create index concurrently on ledger.tx (abs(amount));
-- statement
create index ix_partial on ledger.account (owner) where closed_on is null and balance > 0;
drop index ledger.ix_tx_account;
-- statement
alter index ledger.ix_tx_account rename to ix_tx_acc;
-- statement
alter index ledger.ux_account_iban alter column 1 set statistics 100;
-- statement
alter index ledger.ix_tx_memo reset (fillfactor);
-- statement
reindex table ledger.tx_tag;
-- statement
reindex index ledger.pk_account;
-- statement
comment on schema ledger is 'x'; comment on type ledger.tx_kind is 'y'; comment on trigger tx_book on ledger.tx is 'z';
-- statement
comment on view ledger.v_tx is 'v';
-- statement
comment on materialized view ledger.v_tx is 'v';
-- statement
alter trigger tx_book on ledger.tx rename to tx_booking;
-- statement
alter table ledger.tx enable always trigger tx_book;
-- statement
drop trigger tx_book on ledger.tx;
-- statement
create or replace function ledger.book() returns trigger language plpgsql as $$ begin return null; end $$;
-- statement
create or replace function ledger.close_account(p_no text) returns int language plpgsql as $$ begin return 1; end $$;
-- statement
create or replace view ledger.v_balances as select account_no, balance, owner from ledger.account;
-- statement
create or replace view ledger.v_balances as select account_no from ledger.account;
-- statement
alter view ledger.v_balances set schema public;
-- statement
drop view ledger.v_balances;
create view ledger.v_balances as select account_no, balance::text as balance from ledger.account;
-- statement
create materialized view ledger.m_bal as select account_no, sum(amount) s from ledger.tx group by 1;
create unique index on ledger.m_bal (account_no);
-- statement
grant all on all tables in schema ledger to public; grant usage on schema ledger to public;
-- statement
grant select (account_no, owner), update (owner) on table ledger.account to public;
-- statement
alter type ledger.tx_kind add value 'reversal';
-- statement
alter type ledger.tx_kind rename value 'debit' to 'charge';
-- statement
drop type ledger.tx_kind;
-- statement
drop view ledger.v_tx; alter table ledger.tx alter column kind type text using kind::text; drop type ledger.tx_kind;
-- statement
drop view ledger.v_tx; alter table ledger.tx alter column kind type varchar(10), add constraint kind_ck check (kind in ('credit', 'debit'));
-- statement
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tx', 'tx_tag'] LOOP
    EXECUTE 'ALTER TABLE ledger.' || t || ' ADD COLUMN tenant_id int';
  END LOOP;
END $$;
-- statement
DO $$ BEGIN
  PERFORM 1 FROM ledger.account;
  EXECUTE $q$create index ix_owner on ledger.account (owner)$q$;
END $$;
-- statement
do $$ begin
  alter table ledger.tx add column ref text;
  update ledger.tx set ref = memo where memo is not null;
  alter table ledger.tx alter column ref set default '';
end $$;
-- statement
do $$
declare v int := 0;
begin
  while v < 2 loop
    v := v + 1;
    insert into ledger.account (account_no, owner) values ('new' || v, 'n');
  end loop;
end $$;
-- statement
do language plpgsql $$ begin if 1 = 2 then drop table ledger.tx; end if; end $$;
-- statement
lock table ledger.v_balances;
-- statement
lock table ledger.account in row exclusive mode; lock table ledger.tx in share row exclusive mode;
-- statement
alter table ledger.account alter owner set statistics 0;
-- statement
alter table ledger.account alter column owner set storage extended, alter column owner set compression default;
-- statement
alter table ledger.account set (user_catalog_table = true);
-- statement
alter table ledger.account set (vacuum_truncate = false, log_autovacuum_min_duration = 0);
-- statement
alter table ledger.account set (toast_tuple_target = 4000);
-- statement
alter table ledger.account set logged;
-- statement
alter table ledger.tx_tag set unlogged;
-- statement
create publication pp for table only ledger.tx; alter publication pp drop table ledger.tx;
-- statement
create statistics ledger.st (mcv) on account_no, kind from ledger.tx; analyze ledger.tx;
-- statement
create statistics ledger.st2 on (lower(owner)) from ledger.account; comment on statistics ledger.st2 is 'x'; alter statistics ledger.st2 rename to st3;
-- statement
create policy p on ledger.account for update using (owner = current_user) with check (true); alter policy p on ledger.account rename to q; drop policy q on ledger.account;
-- statement
create rule r as on update to ledger.v_balances do instead update ledger.account set balance = new.balance where account_no = new.account_no;
-- statement
update ledger.v_balances set balance = 1;
-- statement
delete from ledger.v_tx;
-- statement
alter table ledger.account add column a int, add column b int default 1, add column c text generated always as ('x') stored;
-- statement
alter table ledger.account add column embedded jsonb not null default jsonb_build_object('v', 1);
-- statement
alter table ledger.account add column p point default point(0,0), add column h bytea default '\x00'::bytea, add column r numrange default '[1,2)';
-- statement
alter table ledger.account add column s text default session_user, add column y int default date_part('year', current_date)::int;
-- statement
alter table ledger.account add column n bigint default nextval('missing_seq');
-- statement
create sequence ledger.sq; alter table ledger.account add column n bigint default nextval('ledger.sq');
-- statement
create sequence ledger.sq owned by ledger.account.owner;
-- statement
alter table if exists ledger.missing add column x int;
-- statement
alter table ledger.missing add column x int;
-- statement
alter table ledger.account add column owner text;
-- statement
alter table ledger.account drop column missing;
-- statement
create table ledger.account (id int);
-- statement
create table if not exists ledger.account (id int);
-- statement
drop index ledger.ix_missing;
-- statement
create index ix_tx_memo on ledger.tx (memo);
-- statement
create unique index if not exists ix_tx_memo on ledger.tx (memo);
