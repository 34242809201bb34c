-- setup
create table item (id bigint primary key, tags text[], day date, label varchar(20));
insert into item select g, '{a}', '2024-01-01', 'l' from generate_series(1, 40) g;
create index item_tags on item using gin (tags);
create index item_month on item (date_trunc('month', day::timestamp));
create index item_label on item (label);
create table small (id bigint primary key, v int);
create table smaller (w int) inherits (small);
insert into small select g, g from generate_series(1, 20) g;

-- statement
alter table item alter column tags type text[] using tags;

-- statement
alter index item_tags set (fastupdate = off);

-- statement
alter index item_tags reset (fastupdate);

-- statement
alter index item_label set (fillfactor = 70);

-- statement
alter table item alter column label type json using to_json(label);

-- statement
update small set v = 1 where id = 3;

-- given
cluster item using item_pkey;
-- statement
cluster item;

-- statement 18..
alter table small add constraint v_there not null v no inherit;

-- given
alter table small alter column v set not null;
-- statement
alter table only small alter column v drop not null;
