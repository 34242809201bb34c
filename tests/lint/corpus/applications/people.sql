-- setup
create table country (code char(2) primary key, name text);
create domain posint as int check (value > 0);
create type addr as (street text, zip varchar(10));
create table person (id int primary key, age posint, home addr, country char(2), born date, bio text);
create table employee (salary money, boss int) inherits (person);
create table a_b (a int, b posint[]);
create materialized view ages as select age, count(*) as n from person group by age;
create unique index ages_age on ages (age);
create or replace function full_age(p person) returns int language sql stable as 'select p.age + 1';
create function touch() returns trigger language plpgsql as $f$ begin new.bio := coalesce(new.bio, ''); return new; end $f$;
create trigger person_touch before update on person for each row execute function touch();
create publication pub for table country;
create sequence ticket_no;
insert into country values ('de', 'Germany'), ('fr', 'France');
insert into person select g, g, row('s','1')::addr, 'de', '2000-01-01', null from generate_series(1,10) g;
-- statement
alter domain posint add constraint below check (value < 1000);
-- statement
alter domain posint add constraint below check (value < 1000) not valid;
-- statement
alter domain posint set not null;
-- statement
alter domain posint drop constraint posint_check;
-- statement
alter type addr add attribute city text;
-- statement
alter type addr add attribute city text cascade;
-- statement
alter type addr alter attribute zip type text;
-- statement
alter type addr rename attribute zip to postcode;
-- statement
alter table person add column phone text;
-- statement
alter table person alter column born type timestamp;
-- statement
alter table only person add column phone text;
-- statement
alter table only person alter column bio set default '';
-- statement
alter table employee no inherit person;
-- statement
alter table person add foreign key (country) references country;
-- statement
refresh materialized view ages;
-- statement
refresh materialized view concurrently ages;
-- statement
refresh materialized view ages with no data;
-- statement
drop function touch() cascade;
-- statement
drop trigger if exists person_touch on person;
-- statement
create or replace trigger person_touch before update on person for each row execute function touch();
-- statement
alter publication pub add table person;
-- statement
alter publication pub set table country (code);
-- statement
drop publication pub;
-- statement
drop type addr cascade;
-- statement
drop materialized view ages;
-- statement
alter materialized view ages rename to ages_by_year;
-- statement
create index on ages (n);
-- statement
update person set bio = 'x' where id = 3;
-- statement
update only person set bio = 'x';
-- statement
delete from country where code = 'xx';
-- statement
alter table person add column gid int default nextval('ticket_no');
-- statement
select nextval('ticket_no');
-- statement
drop domain posint cascade;
-- statement
create function purge() returns void language plpgsql as $$ begin delete from employee; end $$;
select purge();
-- statement
alter table person drop column country, add column country text;
