-- setup
create schema private;
create table doc (id bigint primary key, owner text, body text);
create function private.may_see(text) returns boolean language sql stable as 'select $1 = current_user';
create policy mine on doc using (private.may_see(owner));
create function shout(text) returns text language sql immutable as 'select upper($1)';
create index doc_shout on doc (shout(body));

-- statement
drop schema private cascade;

-- statement
drop function shout(text);

-- statement
drop function shout(text) cascade;
