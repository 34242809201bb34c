-- setup
create table ev (id int, region text not null, kind varchar(20) not null, n int) partition by list (region);
create table ev_eu partition of ev for values in ('eu', 'uk');
create table ev_us partition of ev for values in ('us');
create table ev_other partition of ev default;
insert into ev select g, (array['eu','us','jp'])[g % 3 + 1], 'k', g from generate_series(1,60) g;

-- statement
update ev set n = 0 where region = 'eu';

-- statement
delete from ev where region = 'jp';

-- statement
delete from ev where region in ('eu', 'us');

-- statement
update ev set n = 1 where region = 'eu' and n > 3;

-- statement
insert into ev values (1, 'us', 'k', 3);

-- statement
update ev set n = 1 where region <> 'eu';

-- statement
select count(*) from ev where region = 'us';

-- statement
update ev set n = 1 where region = 'us'::text;

-- statement
update ev set n = 1 where region = any (array['us', 'eu']);

-- statement
update ev set n = 1 where 'eu' = region;
