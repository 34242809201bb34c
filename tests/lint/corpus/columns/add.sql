-- setup
create domain label as text;
create domain positive as int check (value > 0);
create domain filled as text not null;
create domain preset as int default 7;
create domain preset_checked as int default 7 check (value > 0);
create domain random_domain as float8 default random();
create type mood as enum ('sad', 'ok');
create sequence counter;
create function seven() returns int language sql immutable as 'select 7';
create function dice() returns int language sql volatile as 'select 4';
create function roll() returns float8 language sql volatile as 'select random()';
create function roll_declared_stable() returns float8 language sql stable as 'select random()';
create function coin() returns int language plpgsql volatile as 'begin return 1; end';
create function stable_coin() returns int language plpgsql stable as 'begin return 1; end';
create function fixed_coin() returns int language plpgsql immutable as 'begin return 1; end';
create function undeclared() returns int language sql as 'select 1';
create function undeclared_plus(a int) returns int language sql as 'select a + 1';
create function two_statements() returns int language sql as 'select 1; select 2';
create function from_table() returns bigint language sql as 'select count(*) from pg_class';
create function strict_one(a int) returns int language sql strict as 'select a';
create function definer() returns int language sql security definer as 'select 1';
create function with_set() returns int language sql set work_mem = '4MB' as 'select 1';
create function stamp() returns timestamptz language sql as 'select now()';
create function clock() returns timestamptz language sql as 'select clock_timestamp()';
create function modern() returns int language sql return 5;
create function modern_roll() returns float8 language sql return random();
create table author (id bigint primary key, name text);
create index author_name_idx on author (name);
insert into author values (1, 'ada'), (2, 'bob');
-- statement
alter table author add column c int;
-- statement
alter table author add column c int default 5;
-- statement
alter table author add column c int default -1;
-- statement
alter table author add column c int not null default 5;
-- statement
alter table author add column c int default null;
-- statement
alter table author add column c text default 'x' || 'y';
-- statement
alter table author add column c text default lower('A');
-- statement
alter table author add column c timestamptz default now();
-- statement
alter table author add column c timestamptz not null default current_timestamp;
-- statement
alter table author add column c date default current_date;
-- statement
alter table author add column c timestamp default localtimestamp;
-- statement
alter table author add column c time default localtime;
-- statement
alter table author add column c timestamptz default transaction_timestamp();
-- statement
alter table author add column c timestamptz default statement_timestamp();
-- statement
alter table author add column c timestamptz default clock_timestamp();
-- statement
alter table author add column c text default timeofday();
-- statement
alter table author add column c timestamptz default now() + interval '1 day';
-- statement
alter table author add column c timestamp default (now() at time zone 'utc');
-- statement
alter table author add column c date default now()::date;
-- statement
alter table author add column c timestamptz default 'now';
-- statement
alter table author add column c text default current_user;
-- statement
alter table author add column c text default session_user;
-- statement
alter table author add column c name default current_schema;
-- statement
alter table author add column c text default current_setting('app.tenant', true);
-- statement
alter table author add column c float8 default random();
-- statement
alter table author add column c int default (random() * 10)::int;
-- statement
alter table author add column c uuid default gen_random_uuid();
-- statement
alter table author add column c uuid not null default gen_random_uuid();
-- statement 18..
alter table author add column c uuid default uuidv7();
-- statement 18..
alter table author add column c uuid default uuidv4();
-- statement
alter table author add column c text default gen_random_uuid()::text;
-- statement
alter table author add column c text default md5(random()::text);
-- statement
alter table author add column c text default md5('x');
-- statement
alter table author add column c bigint default nextval('counter');
-- statement
alter table author add column c bigint default txid_current();
-- statement
alter table author add column c int default pg_backend_pid();
-- statement
alter table author add column c int default seven();
-- statement
alter table author add column c int default dice();
-- statement
alter table author add column c float8 default roll();
-- statement
alter table author add column c float8 default roll_declared_stable();
-- statement
alter table author add column c int default coin();
-- statement
alter table author add column c int default stable_coin();
-- statement
alter table author add column c int default fixed_coin();
-- statement
alter table author add column c int default undeclared();
-- statement
alter table author add column c int default undeclared_plus(3);
-- statement
alter table author add column c int default two_statements();
-- statement
alter table author add column c bigint default from_table();
-- statement
alter table author add column c int default strict_one(1);
-- statement
alter table author add column c int default strict_one(null);
-- statement
alter table author add column c int default definer();
-- statement
alter table author add column c int default with_set();
-- statement
alter table author add column c timestamptz default stamp();
-- statement
alter table author add column c timestamptz default clock();
-- statement
alter table author add column c int default modern();
-- statement
alter table author add column c float8 default modern_roll();
-- statement
alter table author add column c int[] default '{}';
-- statement
alter table author add column c int[] not null default array[]::int[];
-- statement
alter table author add column c text[] default array['a', 'b'];
-- statement
alter table author add column c float8[] default array[random()];
-- statement
alter table author add column c jsonb not null default '{}'::jsonb;
-- statement
alter table author add column c jsonb default jsonb_build_object('a', 1);
-- statement
alter table author add column c mood default 'ok';
-- statement
alter table author add column c mood not null default 'ok'::mood;
-- statement
alter table author add column c mood default 'nope';
-- statement
alter table author add column c boolean not null default false;
-- statement
alter table author add column c numeric(10,2) default 0;
-- statement
alter table author add column c varchar(3) default 'abcdef';
-- statement
alter table author add column c int default 'x';
-- statement
alter table author add column c int default case when true then 1 else 2 end;
-- statement
alter table author add column c float8 default case when false then random() else 2 end;
-- statement
alter table author add column c float8 default coalesce(1, random());
-- statement
alter table author add column c float8 default coalesce(null, random());
-- statement
alter table author add column c boolean default (true or random() > 0.5);
-- statement
alter table author add column c boolean default (false and random() > 0.5);
-- statement
alter table author add column c int default (select 1);
-- statement
alter table author add column c bigint default id;
-- statement
alter table author add column c bigint default max(1);
-- statement
alter table author add column c int generated always as identity;
-- statement
alter table author add column c bigint generated by default as identity;
-- statement
alter table author add column c serial;
-- statement
alter table author add column c bigserial not null;
-- statement
alter table author add column c smallserial;
-- statement
alter table author add column c text generated always as (upper(name)) stored;
-- statement
alter table author add column c text generated always as (upper(name)) stored not null;
-- statement 18..
alter table author add column c text generated always as (upper(name)) virtual;
-- statement 18..
alter table author add column c text generated always as (upper(name));
-- statement ..16
alter table author add column c text generated always as (upper(name)) virtual;
-- statement 18..
alter table author add column c text generated always as (upper(name)) virtual not null;
-- statement 18..
alter table author add column c text generated always as (upper(name)) virtual check (c <> '');
-- statement
alter table author add column c timestamptz generated always as (now()) stored;
-- statement
alter table author add column c label;
-- statement
alter table author add column c label default 'x';
-- statement
alter table author add column c positive;
-- statement
alter table author add column c positive default 5;
-- statement
alter table author add column c filled default 'x';
-- statement
alter table author add column c preset;
-- statement
alter table author add column c preset_checked;
-- statement
alter table author add column c random_domain;
-- statement
alter table author add column c random_domain default 1;
-- statement
alter table author add column c int check (c > 0);
-- statement
alter table author add column c int default 5 check (c > 0);
-- statement
alter table author add column c int constraint positive_c check (c > 0);
-- statement
alter table author add column c int unique;
-- statement
alter table author add column c text collate "C";
-- statement
alter table author add column name text;
-- statement
alter table author add column if not exists name text;
-- statement
alter table author add column if not exists c text;
-- statement
alter table author add column if not exists name text default random()::text;
-- statement
alter table author add column ctid text;
-- statement
alter table author add column c missing_type;
-- statement
alter table missing add column c int;
-- statement
alter table if exists missing add column c int;
-- statement
alter table author add column c float8, alter column c set default random();
-- statement
alter table author add column c uuid, alter column c set default gen_random_uuid(), add column d int default 5;
-- statement
alter table author add column c int, add column d int not null default 5, add column e text;
-- statement
alter table author add column c float8 default random(), add column d int;
-- statement
alter table author add column c int default 5, alter column c drop default;
-- statement
alter table author add column c int default 5, alter column c set not null;
-- statement
alter table author add column c int, drop column c;
-- statement
alter table author add column c text storage external;
-- statement
alter table author add column c text compression pglz;
-- statement
alter table author add column c int; alter table author alter column c set default random();
-- statement
alter table author add column c json;
-- statement
alter table author add column c money default 0;
-- statement
alter table author add column c xml;
-- statement
alter table author add column c int4range default int4range(1, 5);
-- statement
alter table author add column c interval default interval '1 day';
-- statement
alter table author add column c text default to_char(now(), 'YYYY');
-- statement
alter table author add column c text default encode(sha256('x'), 'hex');
-- statement
alter table author add column c point default point(1, 2);
-- statement
alter table author add column c oid default 'author'::regclass::oid;
-- statement
alter table author add column c text default current_database();
-- statement
alter table author add column c int default extract(year from now());
-- statement
alter table author add column c bigint default (extract(epoch from clock_timestamp()))::bigint;
-- statement
alter table author add c int;
-- statement
create function later() returns int language sql as 'select 1'; alter table author add column c int default later();
-- given
truncate author;
-- statement
alter table author add column c int not null;
-- given
truncate author;
-- statement
alter table author add column c int primary key;
-- given
truncate author;
-- statement
alter table author add column c filled;
-- given
truncate author; alter table author drop constraint author_pkey;
-- statement
alter table author add column c int primary key;
-- given
alter table author drop constraint author_pkey;
-- statement
alter table author add column c int generated always as identity primary key;
-- given
alter table author drop constraint author_pkey;
-- statement
alter table author add column c uuid primary key default gen_random_uuid();
-- given
alter table author drop constraint author_pkey;
-- statement
alter table author add column c bigserial primary key;
