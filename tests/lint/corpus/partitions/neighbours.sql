-- setup
create table region (id int primary key);
insert into region values (1), (2);
create table sale (id bigint, region_id int, sold date not null, primary key (id, sold)) partition by range (sold);
create table sale_2024 partition of sale for values from ('2024-01-01') to ('2025-01-01');
create table sale_rest partition of sale default;
alter table sale add constraint sale_region foreign key (region_id) references region;
create table refund (sale_id bigint, sale_on date, foreign key (sale_id, sale_on) references sale);
insert into sale select g, 1, '2024-05-05' from generate_series(1, 40) g;
insert into refund select id, sold from sale;
create table late (id bigint not null, region_id int references region, sold date not null, primary key (id, sold));
create table bucket (id bigint, v int) partition by hash (id);
create table bucket_0 partition of bucket for values with (modulus 3, remainder 0);
create table bucket_1 partition of bucket for values with (modulus 3, remainder 1);
create table bucket_2 partition of bucket for values with (modulus 3, remainder 2);
insert into bucket select g, g from generate_series(1, 40) g;
create table plain (like sale_2024);
create table plain_child () inherits (plain);

-- statement
truncate sale_2024;

-- statement
truncate only sale_rest;

-- statement
alter table sale add constraint again foreign key (region_id) references region;

-- statement
alter table sale attach partition late for values from ('2026-01-01') to ('2027-01-01');

-- statement
alter table sale attach partition plain for values from ('2026-01-01') to ('2027-01-01');

-- statement
alter table sale detach partition sale_2024 finalize;

-- statement
alter table sale_2024 no inherit sale;

-- statement
alter table sale detach partition sale_rest;

-- statement
insert into sale values (99, 1, '2024-02-02');

-- statement
insert into sale select 99, 1, date '2024-02-02';

-- statement
insert into bucket values (7, 1);

-- statement
update bucket set v = 0 where id = 11;

-- statement
delete from bucket where id in (3, 4);

-- statement
cluster sale using sale_pkey;

-- statement ..16
alter table sale set access method heap;

-- statement
alter table sale set unlogged;

-- statement
create table sale_copy (like sale including all) partition by range (region_id);

-- statement
alter table sale attach partition sale for values from ('2030-01-01') to ('2031-01-01');

-- given
create table later (id bigint not null, region_id int, sold date not null, primary key (id, sold));
insert into later select g, 1, '2026-05-05' from generate_series(1, 20) g;
alter table later add foreign key (region_id) references region not valid;
-- statement
alter table sale attach partition later for values from ('2026-01-01') to ('2027-01-01');
