-- setup
create table author (
  id bigint primary key, name varchar(20), code char(5), bio text, nick name, letter "char", tags varchar(10)[], words text[]
);
insert into author values (1, 'ada', 'a', 'first', 'ada', 'a', '{x}', '{y}'), (2, 'bob', 'b', 'second', 'bob', 'b', '{x}', '{y}');
-- statement
alter table author alter column name type varchar(40);
-- statement
alter table author alter column name type varchar;
-- statement
alter table author alter column name type text;
-- statement
alter table author alter column name type varchar(10);
-- statement
alter table author alter column name type varchar(20);
-- statement
alter table author alter column name type char(20);
-- statement
alter table author alter column name type text using name::text;
-- statement
alter table author alter column name type text using lower(name);
-- statement
alter table author alter column name type varchar(50) using name::varchar(50);
-- statement
alter table author alter column name type varchar(50) using name;
-- statement
alter table author alter column name type varchar(50) using substr(name, 1, 50);
-- statement
alter table author alter column code type char(10);
-- statement
alter table author alter column code type char(5);
-- statement
alter table author alter column code type char;
-- statement
alter table author alter column code type text;
-- statement
alter table author alter column code type varchar(5);
-- statement
alter table author alter column code type varchar;
-- statement
alter table author alter column bio type varchar;
-- statement
alter table author alter column bio type varchar(100);
-- statement
alter table author alter column bio type char(100);
-- statement
alter table author alter column bio type text;
-- statement
alter table author alter column bio type text collate "C";
-- statement
alter table author alter column bio type name;
-- statement
alter table author alter column nick type text;
-- statement
alter table author alter column letter type text;
-- statement
alter table author alter column bio type jsonb using to_jsonb(bio);
-- statement
alter table author alter column bio type int;
-- statement
alter table author alter column bio type int using length(bio);
-- statement
alter table author alter column bio type bytea using bio::bytea;
-- statement
alter table author alter column tags type varchar(20)[];
-- statement
alter table author alter column tags type varchar[];
-- statement
alter table author alter column tags type text[];
-- statement
alter table author alter column words type varchar[];
-- statement
alter table author alter column words type varchar(10)[];
-- statement
alter table author alter column words type text[][];
-- statement
alter table author alter column bio type text[] using array[bio];
-- statement
alter table author alter column words type text using words::text;
-- statement
alter table author alter column words type text;
-- statement
alter table author alter column name type text, alter column bio type varchar;
-- statement
alter table author alter column name type text, alter column code type text;
-- statement
alter table author alter column missing type text;
-- statement
alter table missing alter column name type text;
-- statement
alter table if exists missing alter column name type text;
-- statement
alter table author alter column name type missing_type;
-- statement
alter table author alter column name set data type text;
-- statement
alter table author alter column name type "varchar"(30);
-- statement
alter table author alter column name type pg_catalog.varchar(30);
-- statement
alter table only author alter column name type varchar(30);
