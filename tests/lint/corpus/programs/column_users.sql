-- setup
create table orders (id bigint primary key, status text, total numeric(10,2), note varchar(40), created_at timestamptz);
insert into orders select g, 'new', g, 'n', now() from generate_series(1,50) g;
create table log (id bigint generated always as identity primary key, msg text, code text);

-- given
create rule keep as on update to orders where new.status = 'x' do also insert into log (msg) values ('r');
-- statement
alter table orders alter column status type varchar(30);

-- given
create rule keep as on update to orders where new.status = 'x' do also insert into log (msg) values ('r');
-- statement
alter table orders alter column note type text;

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
alter table orders alter column note type text;

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
alter table log alter column code type varchar(30);

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
alter table log drop column code;

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
alter table log drop column code cascade;

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
drop table log;

-- given
create rule keep as on insert to orders do also insert into log (msg, code) values (new.note, new.status);
-- statement
drop table log cascade;

-- given
create publication p for table orders where (status = 'paid');
-- statement
alter table orders alter column status type varchar(30);

-- given
create publication p for table orders where (id > 5);
-- statement
alter table orders alter column status type varchar(30);

-- given
create publication p for table orders where (id > 5);
-- statement
alter table orders drop column id;

-- given
create publication p for table orders (id, status);
-- statement
alter table orders drop column status;

-- given
create publication p for table orders (id, status);
-- statement
alter table orders drop column status cascade;

-- given
create publication p for table orders (id, status);
-- statement
alter table orders alter column status type varchar(20);

-- given
create function paid() returns bigint language sql begin atomic select count(*) from orders where status = 'paid'; end;
-- statement
alter table orders alter column status type varchar(30);

-- given
create function paid() returns bigint language sql begin atomic select count(*) from orders where status = 'paid'; end;
-- statement
alter table orders drop column status;

-- given
create function paid() returns bigint language sql begin atomic select count(*) from orders where status = 'paid'; end;
-- statement
alter table orders drop column status cascade;

-- given
create function paid() returns bigint language sql begin atomic select count(*) from orders where status = 'paid'; end;
-- statement
drop table orders;

-- given
create function paid() returns bigint language sql begin atomic select count(*) from orders where status = 'paid'; end;
-- statement
drop table orders cascade;
