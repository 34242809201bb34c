-- setup
create table author (id bigint primary key, name text, email text unique, age int, doc jsonb);
create index author_name_idx on author (name);
create index author_age_idx on author (age);
insert into author values (1, 'ada', 'a', 3), (2, 'bob', 'b', 4);
create table book (id bigint primary key, author_email text references author (email));
create materialized view ages as select age, count(*) as n from author group by age;
create unique index ages_idx on ages (age);
create view names as select name from author;
-- statement
create index on author (name);
-- statement
create index author_doc_idx on author using gin (doc);
-- statement
create unique index author_name_key on author (name);
-- statement
create index author_lower_idx on author (lower(name)) where age > 3;
-- statement
create index author_brin_idx on author using brin (id);
-- statement
create index author_hash_idx on author using hash (name);
-- statement
create index if not exists author_name_idx on author (age);
-- statement
create index author_name_idx on author (age);
-- statement
create index x on author (missing);
-- statement
create index x on missing (id);
-- statement
create index x on names (name);
-- statement
create index on ages (n);
-- statement
create index x on author (random());
-- statement
create index x on author using gist (name);
-- statement
create index concurrently x on author (name);
-- statement
create unique index concurrently x on author (name);
-- statement
create index concurrently if not exists author_name_idx on author (name);
-- statement
create index concurrently on author (lower(name));
-- statement
drop index author_name_idx;
-- statement
drop index if exists missing_idx;
-- statement
drop index missing_idx;
-- statement
drop index author_name_idx, author_age_idx;
-- statement
drop index author_email_key;
-- statement
drop index author_email_key cascade;
-- statement
drop index ages_idx;
-- statement
drop index concurrently author_name_idx;
-- statement
drop index concurrently if exists missing_idx;
-- statement
drop index concurrently author_name_idx, author_age_idx;
-- statement
drop index concurrently author_email_key;
-- statement
alter index author_name_idx rename to renamed_idx;
-- statement
alter index if exists missing_idx rename to renamed_idx;
-- statement
alter index author_name_idx rename to author_age_idx;
-- statement
alter table author_name_idx rename to renamed_idx;
-- statement
alter index author_name_idx set (fillfactor = 70);
-- statement
alter index author_name_idx reset (fillfactor);
-- statement
alter index author_name_idx set tablespace pg_default;
-- statement
reindex index author_name_idx;
-- statement
reindex table author;
-- statement
reindex index concurrently author_name_idx;
-- statement
reindex table concurrently author;
-- statement
reindex (concurrently) index author_name_idx;
-- statement
reindex (verbose) table author;
-- statement
reindex schema public;
-- statement
reindex index missing_idx;
-- statement
reindex table ages;
-- statement
cluster author using author_name_idx;
-- statement
cluster author;
-- statement
alter table author cluster on author_name_idx;
-- statement
alter table author set without cluster;
-- statement
alter table author cluster on author_name_idx; cluster author;
-- statement
refresh materialized view ages;
-- statement
refresh materialized view concurrently ages;
-- statement
refresh materialized view ages with no data;
-- statement
refresh materialized view missing;
-- statement
refresh materialized view concurrently ages with no data;
-- given
drop index ages_idx;
-- statement
refresh materialized view concurrently ages;
-- given
create materialized view two as select n from ages;
-- statement
refresh materialized view two;
-- statement
drop materialized view ages;
-- statement
drop view ages;
-- statement
alter materialized view ages rename to ages2;
-- statement
alter materialized view ages set schema pg_temp;
-- statement
create materialized view fresh as select * from author;
-- statement
create materialized view fresh as select * from author with no data;
-- statement
create statistics author_stats on name, age from author;
-- statement
create statistics author_stats (dependencies) on name, age from author;
-- given
create statistics author_stats on name, age from author;
-- statement
drop statistics author_stats;
-- given
create statistics author_stats on name, age from author;
-- statement
alter statistics author_stats set statistics 10;
-- statement
analyze author;
-- statement
analyze;
-- statement
vacuum author;
-- statement
vacuum full author;
-- statement
vacuum (analyze) author;
-- statement
create table fresh (a int); create index on fresh (a);
-- statement
create index on author (name); create index on author (age);
-- statement
create unique index x on author (email) nulls not distinct;
-- statement
create index on author (name collate "C");
-- statement
create index on author (name text_pattern_ops) include (age) with (fillfactor = 70);
