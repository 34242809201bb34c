-- setup
create table account (id bigint primary key, iban text unique, balance numeric not null default 0, closed boolean);
create table entry (id bigserial primary key, account_id bigint references account, amount numeric not null, at timestamptz default now());
create table ledger_log (id bigserial primary key, account_id bigint, note text);
insert into account select g, 'i' || g, 0, false from generate_series(1, 30) g;
insert into entry (account_id, amount) select g, 1 from generate_series(1, 30) g;
create function book() returns trigger language plpgsql as $$
begin
  update account set balance = balance + new.amount where id = new.account_id;
  return new;
end $$;
create trigger books after insert on entry for each row execute function book();
create function log_note() returns trigger language plpgsql as $$
begin
  insert into ledger_log (account_id, note) values (new.id, 'changed');
  return new;
end $$;
create trigger logs after update of iban on account for each row execute function log_note();
create view open_accounts as select id, iban as number from account where closed = false;
create view totals as select account_id, sum(amount) as total from entry group by account_id;
create view pairs as select a.id, e.amount from account a join entry e on e.account_id = a.id;

-- statement
insert into entry (account_id, amount) values (3, 5);

-- statement
update account set iban = 'x' where id = 3;

-- statement
update account set closed = true where id = 3;

-- given
alter table entry disable trigger books;
-- statement
insert into entry (account_id, amount) values (3, 5);

-- statement
update open_accounts set number = 'y' where id = 4;

-- statement
delete from totals;

-- statement
delete from pairs where id = 1;

-- statement
insert into open_accounts (id, number) values (99, 'n');

-- statement
select setval(pg_get_serial_sequence('entry', 'id'), (select max(id) from entry));

-- statement
select setval('ledger_log_id_seq', coalesce(max(id), 1), max(id) is not null) from entry;

-- statement
select max(amount) from entry;

-- statement
select max(id), count(*) from entry;

-- statement
insert into account (id, iban) values (1, 'z') on conflict do nothing;

-- statement
insert into account (id, iban) values (1, 'z') on conflict (id) do nothing;

-- statement
update entry set account_id = account_id;

-- statement
update account set balance = 1 where false;

-- statement
create table empty_copy as select * from entry where 1 = 2;

-- statement
do $$ begin if 1 = 2 then drop table account; end if; end $$;

-- statement
do $$ begin for y in 1..3 loop execute format('alter table entry add column c%s int', y + 1); end loop; end $$;

-- statement
create function gone() returns int language sql as 'select missing from account';

-- statement
create function there(missing int) returns bigint language sql as 'select count(*) from account where id = missing';

-- statement
create view lost as select nothing from account;

-- statement
select id as number from account order by number;

-- statement
comment on materialized view totals is 'no';

-- statement
alter view account rename to accounts;

-- statement
alter table totals add column x int;

-- statement
create temporary table scratch (id bigint references account);

-- statement
alter table account add column n bigint default nextval('missing_seq');
