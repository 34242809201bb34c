-- setup
create table author (id bigint, name text not null, email text, age int, deleted boolean, range int4range);
create unique index author_id_idx on author (id);
create unique index author_name_idx on author (name);
create unique index author_email_idx on author (email);
create unique index author_partial_idx on author (age) where not deleted;
create unique index author_lower_idx on author (lower(name));
create unique index author_desc_idx on author (age desc);
create index author_plain_idx on author (age);
create unique index author_include_idx on author (id) include (name);
create unique index author_two_idx on author (name, email);
insert into author values (1, 'ada', 'a', 3, false, '[1,2)'), (2, 'bob', 'b', 4, false, '[3,4)');
create table keyed (id bigint primary key, code text unique, other int);
insert into keyed values (1, 'a', 1), (2, 'b', 2);
create table child (id bigint primary key, keyed_id bigint references keyed, code text references keyed (code));
-- statement
alter table author add primary key (id);
-- statement
alter table author add primary key (name);
-- statement
alter table author add constraint author_pkey primary key (id, name);
-- statement
alter table author add primary key (id) include (name);
-- statement
alter table author add primary key (id) deferrable initially deferred;
-- statement
alter table author add constraint pk primary key using index author_id_idx;
-- statement
alter table author add constraint pk primary key using index author_name_idx;
-- statement
alter table author add constraint author_name_idx primary key using index author_name_idx;
-- statement
alter table author add constraint pk primary key using index author_two_idx;
-- statement
alter table author add constraint pk primary key using index author_partial_idx;
-- statement
alter table author add constraint pk primary key using index author_lower_idx;
-- statement
alter table author add constraint pk primary key using index author_desc_idx;
-- statement
alter table author add constraint pk primary key using index author_plain_idx;
-- statement
alter table author add constraint pk primary key using index author_include_idx;
-- statement
alter table author add constraint pk primary key using index missing_idx;
-- statement
alter table keyed add primary key (other);
-- statement
alter table author alter column id set not null, add constraint pk primary key using index author_id_idx;
-- statement
alter table author alter column id set not null, add primary key (id);
-- given
alter table author add constraint id_present check (id is not null) not valid; alter table author validate constraint id_present;
-- statement
alter table author add constraint pk primary key using index author_id_idx;
-- given
alter table author add constraint id_present check (id is not null) not valid; alter table author validate constraint id_present;
-- statement
alter table author add primary key (id);
-- statement
alter table author add unique (name);
-- statement
alter table author add constraint name_key unique (name);
-- statement
alter table author add unique (name, email) include (age);
-- statement
alter table author add constraint email_key unique nulls not distinct (email);
-- statement
alter table author add constraint email_key unique using index author_email_idx;
-- statement
alter table author add unique using index author_email_idx;
-- statement
alter table author add constraint email_key unique using index author_partial_idx;
-- statement
alter table author add constraint email_key unique using index author_plain_idx;
-- statement
alter table author add constraint email_key unique using index author_email_idx deferrable;
-- statement
alter table author add constraint name_key unique (missing);
-- statement
alter table author add constraint author_name_idx unique (name);
-- statement
alter table author add constraint name_key unique (name) deferrable;
-- statement
alter table author add constraint no_overlap exclude using gist (range with &&);
-- statement
alter table author add exclude using gist (range with &&) where (not deleted);
-- statement
alter table author add exclude (name with =);
-- statement
alter table author add constraint no_overlap exclude using gist (range with &&) deferrable;
-- statement
alter table author add constraint no_overlap exclude using gist (name with =);
-- statement
alter table author add unique (name), add unique (email);
-- statement
alter table keyed drop constraint keyed_pkey;
-- statement
alter table keyed drop constraint keyed_pkey cascade;
-- statement
alter table keyed drop constraint keyed_code_key cascade;
-- statement
alter table child drop constraint child_keyed_id_fkey;
-- statement
alter table child drop constraint child_pkey;
-- statement
alter table keyed drop constraint keyed_pkey, add primary key (code);
-- statement
alter table keyed drop constraint keyed_pkey cascade, add primary key (other);
-- statement
alter table child drop constraint child_pkey, add primary key (id);
-- statement
alter table child drop constraint child_pkey, add constraint child_pkey primary key (id, keyed_id);
-- statement 18..
alter table author add constraint id_nn not null id, add constraint pk primary key using index author_id_idx;
-- statement
alter table author alter constraint author_name_idx deferrable;
-- statement
alter index keyed_pkey rename to renamed;
-- statement
drop index keyed_pkey;
-- statement
drop index keyed_code_key cascade;
-- statement
drop index author_name_idx;
