-- setup
create table shop (id bigint primary key, code text unique);
create table sale (id bigint, shop_id bigint, at date) partition by range (at);
create table sale_2025 partition of sale for values from ('2025-01-01') to ('2026-01-01');
create table sale_2026 partition of sale for values from ('2026-01-01') to ('2027-01-01');
insert into shop values (1, 'a'); insert into sale values (1, 1, '2025-02-02'), (2, 1, '2026-02-02');
-- given
alter table sale_2025 add constraint k foreign key (shop_id) references shop; alter table sale_2026 add constraint k foreign key (shop_id) references shop;
-- statement
alter table sale add constraint k foreign key (shop_id) references shop;
-- given
alter table sale_2025 add constraint one foreign key (shop_id) references shop (id); alter table sale_2026 add constraint two foreign key (shop_id) references shop;
-- statement
alter table sale add foreign key (shop_id) references shop (id);
-- given
alter table sale_2026 add constraint k foreign key (shop_id) references shop;
-- statement
alter table sale add constraint k foreign key (shop_id) references shop;
-- given
alter table sale_2026 add constraint k foreign key (shop_id) references shop on delete cascade;
-- statement
alter table sale add constraint other foreign key (shop_id) references shop;
-- given
alter table sale_2025 add constraint k foreign key (shop_id) references shop not valid; alter table sale_2026 add constraint k foreign key (shop_id) references shop not valid;
-- statement
alter table sale add constraint other foreign key (shop_id) references shop;
-- given
alter table sale_2025 add constraint k foreign key (shop_id) references shop not valid; alter table sale_2025 validate constraint k; alter table sale_2026 add constraint k foreign key (shop_id) references shop;
-- statement
alter table sale add constraint k foreign key (shop_id) references shop;
