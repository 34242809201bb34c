-- setup
create table sale (
  id int primary key, small smallint, big bigint, amount numeric(10,2), ratio numeric, r real, d double precision,
  ok boolean, o oid, cash money, bits bit(4), more varbit(4), anybits varbit, nums int[], amounts numeric(10,2)[]
);
insert into sale values (1, 1, 1, 1, 1, 1, 1, true, 1, 1, '1010', '101', '1', '{1}', '{1}'), (2, 2, 2, 2, 2, 2, 2, false, 2, 2, '1010', '101', '1', '{1}', '{1}');
-- statement
alter table sale alter column id type bigint;
-- statement
alter table sale alter column small type int;
-- statement
alter table sale alter column small type bigint;
-- statement
alter table sale alter column big type int;
-- statement
alter table sale alter column small type text;
-- statement
alter table sale alter column big type text using big::text;
-- statement
alter table sale alter column big type numeric;
-- statement
alter table sale alter column big type integer using big::integer;
-- statement
alter table sale alter column small type int4;
-- statement
alter table sale alter column id type int;
-- statement
alter table sale alter column id type int using id + 0;
-- statement
alter table sale alter column id type oid;
-- statement
alter table sale alter column o type int;
-- statement
alter table sale alter column o type bigint;
-- statement
alter table sale alter column o type regclass;
-- statement
alter table sale alter column amount type numeric(12,2);
-- statement
alter table sale alter column amount type numeric(8,2);
-- statement
alter table sale alter column amount type numeric(12,4);
-- statement
alter table sale alter column amount type numeric(12,1);
-- statement
alter table sale alter column amount type numeric(12);
-- statement
alter table sale alter column amount type numeric;
-- statement
alter table sale alter column amount type numeric(10,2);
-- statement
alter table sale alter column amount type decimal(11,2);
-- statement
alter table sale alter column ratio type numeric(10,2);
-- statement
alter table sale alter column ratio type double precision;
-- statement
alter table sale alter column r type double precision;
-- statement
alter table sale alter column d type real;
-- statement
alter table sale alter column d type float(53);
-- statement
alter table sale alter column d type float(10);
-- statement
alter table sale alter column ok type int;
-- statement
alter table sale alter column ok type int using ok::int;
-- statement
alter table sale alter column ok type text;
-- statement
alter table sale alter column id type boolean;
-- statement
alter table sale alter column cash type numeric;
-- statement
alter table sale alter column amount type money;
-- statement
alter table sale alter column bits type bit(4);
-- statement
alter table sale alter column bits type varbit;
-- statement
alter table sale alter column bits type varbit(8);
-- statement
alter table sale alter column more type varbit(8);
-- statement
alter table sale alter column more type varbit;
-- statement
alter table sale alter column anybits type varbit(8);
-- statement
alter table sale alter column anybits type bit(1);
-- statement
alter table sale alter column nums type bigint[];
-- statement
alter table sale alter column nums type int[];
-- statement
alter table sale alter column amounts type numeric(12,2)[];
-- statement
alter table sale alter column amounts type numeric[];
-- statement
alter table sale alter column amount type numeric(12,2), alter column big type numeric;
-- statement
alter table sale alter column amount type numeric(14,2) using amount::numeric(14,2);
-- statement
alter table sale alter column amount type numeric(14,2) using round(amount, 2);
-- statement
alter table sale alter column big type bigint using small;
-- statement
alter table sale alter column big type bigint using (big);
-- statement
alter table sale alter column id type serial;
