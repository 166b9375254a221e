-- Figures for people and tools that speak SQL: a view for each tally, in a schema of their own, so that a role that may read
-- this schema may read nothing else.
create schema if not exists analysis;

-- The views that there are, as they were last defined.
create table sql_view (
  name text primary key,
  definition text not null
);

-- The figures that answer now. It looks up which ones these are whenever it is called: a swap neither waits for who reads a
-- view nor has to touch one, and a statement sees the rows from before it or those from after, never both.
create function figures(tally text) returns table (cell text, value numeric)
language plpgsql stable security definer set search_path = views, pg_temp as $$
declare
  generation integer := (select p.active from views.projection p where p.name = tally);
begin
  if generation is not null then
    return query execute format('select f.cell, f.value from views.%I f',
      replace(tally, '-', '_') || '_g' || generation || '_cell');
  end if;
end
$$;
