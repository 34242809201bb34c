-- setup
create table visit (
  id bigint primary key, at timestamp, at3 timestamp(3), atz timestamptz, atz3 timestamptz(3), d date, t time, t3 time(3),
  tz timetz(3), gap interval, gap3 interval(3), gapd interval day to hour, net cidr, address inet, j json, jb jsonb, u uuid, doc xml, mac macaddr,
  r int4range, ts tsvector, p point
);
insert into visit (id, at, atz, d, j, jb) values (1, now(), now(), now(), '1', '1'), (2, now(), now(), now(), '1', '1');
-- statement
set timezone = 'UTC'; alter table visit alter column at type timestamptz;
-- statement
set timezone = 'Europe/Berlin'; alter table visit alter column at type timestamptz;
-- statement
set local timezone to 'UTC'; alter table visit alter column atz type timestamp;
-- statement
set timezone to 'America/New_York'; alter table visit alter column atz type timestamp;
-- statement
set time zone 'UTC'; alter table visit alter column at type timestamptz using at::timestamptz;
-- statement
set timezone = 'GMT'; alter table visit alter column at type timestamptz;
-- statement
set timezone = 'Etc/UTC'; alter table visit alter column at3 type timestamptz(3);
-- statement
set timezone = 'UTC'; alter table visit alter column at3 type timestamptz(6);
-- statement
set timezone = 'UTC'; alter table visit alter column at3 type timestamptz(0);
-- statement
select set_config('timezone', 'UTC', true); alter table visit alter column at type timestamptz;
-- statement
set time zone 0; alter table visit alter column at type timestamptz;
-- statement
set timezone = 'UTC'; set timezone = 'Asia/Tokyo'; alter table visit alter column at type timestamptz;
-- statement
alter table visit alter column at type timestamptz using at at time zone 'UTC';
-- statement
alter table visit alter column at type timestamptz using at at time zone 'America/New_York';
-- statement
alter table visit alter column atz type timestamp using atz at time zone 'UTC';
-- statement
alter table visit alter column at type timestamp(3);
-- statement
alter table visit alter column at type timestamp(6);
-- statement
alter table visit alter column at3 type timestamp(6);
-- statement
alter table visit alter column at3 type timestamp(4);
-- statement
alter table visit alter column at3 type timestamp(2);
-- statement
alter table visit alter column at3 type timestamp;
-- statement
alter table visit alter column atz3 type timestamptz;
-- statement
alter table visit alter column atz3 type timestamptz(5);
-- statement
alter table visit alter column atz type timestamptz(0);
-- statement
alter table visit alter column at type date;
-- statement
alter table visit alter column d type timestamp;
-- statement
alter table visit alter column d type timestamptz;
-- statement
alter table visit alter column d type text;
-- statement
alter table visit alter column t3 type time(6);
-- statement
alter table visit alter column t3 type time;
-- statement
alter table visit alter column t type time(3);
-- statement
alter table visit alter column tz type timetz;
-- statement
alter table visit alter column tz type time;
-- statement
alter table visit alter column t type timetz;
-- statement
alter table visit alter column gap type interval(3);
-- statement
alter table visit alter column gap3 type interval(6);
-- statement
alter table visit alter column gap3 type interval;
-- statement
alter table visit alter column gap3 type interval(1);
-- statement
alter table visit alter column gapd type interval;
-- statement
alter table visit alter column gapd type interval day to second;
-- statement
alter table visit alter column gapd type interval year to month;
-- statement
alter table visit alter column gap type interval day to second(3);
-- statement
alter table visit alter column gap type interval hour;
-- statement
alter table visit alter column net type inet;
-- statement
alter table visit alter column address type cidr;
-- statement
alter table visit alter column address type text;
-- statement
alter table visit alter column j type jsonb;
-- statement
alter table visit alter column jb type json;
-- statement
alter table visit alter column j type text;
-- statement
alter table visit alter column j type jsonb using j::jsonb;
-- statement
alter table visit alter column jb type text using jb::text;
-- statement
alter table visit alter column u type text;
-- statement
alter table visit alter column u type text using u::text;
-- statement
alter table visit alter column u type uuid using u::uuid;
-- statement
alter table visit alter column u type bigint;
-- statement
alter table visit alter column doc type text;
-- statement
alter table visit alter column mac type macaddr8;
-- statement
alter table visit alter column mac type text;
-- statement
alter table visit alter column r type int8range;
-- statement
alter table visit alter column r type text;
-- statement
alter table visit alter column ts type text;
-- statement
alter table visit alter column p type box;
-- statement
alter table visit alter column at type timestamp without time zone;
-- statement
alter table visit alter column at type bigint using extract(epoch from at)::bigint;
