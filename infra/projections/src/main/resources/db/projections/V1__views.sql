-- What is known about views, beside their rows. The rows of each generation are in tables of its own,
-- <name>_g<generation>, made and dropped by the fold kit.

create table projection (
  name text primary key,
  -- the generation that answers; null until the first one is built
  active integer,
  last_generation integer not null default 0
);

create table generation (
  name text not null references projection,
  generation integer not null,
  version integer not null,
  state text not null check (state in ('building', 'live', 'comparing', 'retired')),
  -- the token: moved by compare-and-set, epoch rises when rows change without it
  position bigint not null default 0,
  epoch bigint not null default 0,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (name, generation)
) with (fillfactor = 50);

create unique index one_building on generation (name) where state = 'building';

create table policy (
  name text primary key,
  stage integer not null,
  position bigint not null default 0,
  epoch bigint not null default 0
) with (fillfactor = 50);

-- generation 0 stands for a policy
create table parked (
  projection text not null,
  generation integer not null,
  key text not null,
  position bigint not null,
  cause text not null,
  parked_at timestamptz not null default now(),
  primary key (projection, generation, key)
);

create index parked_by_key on parked (key);

create table parked_cause (
  policy text not null,
  key text not null,
  position bigint not null,
  primary key (policy, key, position)
);
