-- What is to be decided at an instant, as events tell it: kept here, so that no restart loses it.

-- How far the log has been read for a timetable. Readers wait for it, as they do for policies.
create table timetable (
  name text primary key,
  position bigint not null default 0
) with (fillfactor = 25);

-- A row goes when what was due is decided, and not before.
create table due (
  name text not null references timetable (name) on delete cascade,
  key text not null,
  at timestamptz not null,
  -- the last event that asked for it: one that comes while the key is being woken keeps the row
  position bigint not null,
  -- after a failure: not tried before
  not_before timestamptz,
  primary key (name, key, at)
);
create index due_at on due (name, at);
-- Those that could not be decided at their time, which are few.
create index due_put_off on due (name) where not_before is not null;
