-- What the log holds, by type and revision of its events: counted once, and from then on only what is new.
create table event_type (
  type text not null,
  revision integer not null,
  count bigint not null,
  first_position bigint not null,
  first_recorded_at timestamptz not null,
  last_position bigint not null,
  last_recorded_at timestamptz not null,
  earliest_occurred_at timestamptz not null,
  latest_occurred_at timestamptz not null,
  primary key (type, revision)
) with (fillfactor = 25);

-- One row: the position up to which everything is counted. Who counts holds it.
create table event_census (
  only_row boolean primary key default true check (only_row),
  position bigint not null
) with (fillfactor = 25);

insert into event_census (position) values (0);

-- The types that a policy reacts to, x.* standing for all of a source's own; null until a process of this build has run it.
alter table policy add column events text[];
