-- setup
create table orders (id bigint primary key, status text, total numeric(10,2), note varchar(40), created_at timestamptz);
insert into orders select g, 'new', g, 'n', now() from generate_series(1,50) g;
create table log (id bigint generated always as identity primary key, msg text, code text);

-- statement
do $$ begin create index concurrently orders_status on orders (status); end $$;

-- statement
do $$ begin execute 'create index concurrently orders_status on orders (status)'; end $$;

-- statement
do $$ begin vacuum orders; end $$;

-- statement
do $$ begin reindex table concurrently orders; end $$;

-- given
create function rebuild() returns void language plpgsql as $$ begin reindex table concurrently orders; end $$;
-- statement
select rebuild();

-- given
create procedure rebuild_p() language plpgsql as $$ begin vacuum orders; end $$;
-- statement
call rebuild_p();

-- given
create function tidy() returns void language sql as $$ vacuum orders $$;
-- statement
select tidy();

-- statement
do $$ begin create database other; end $$;

-- statement
do $$ begin alter system set work_mem = '8MB'; end $$;

-- statement
do $$ begin drop index concurrently if exists nothing_there; end $$;

-- statement
do $$ begin cluster; end $$;
