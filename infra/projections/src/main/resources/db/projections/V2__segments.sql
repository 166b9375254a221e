-- The work on a generation or a policy is divided by hash of the key, so that processes share it. Every segment has a token
-- of its own; the number of rows is the number of segments, fixed when the generation or the policy is made.

-- Waits for what a process of an earlier build is just committing, so that no move of a token is missed below.
lock table generation, policy in access exclusive mode;

-- generation 0 stands for a policy. A row is rewritten with every page: room on its page and no index on what changes, so
-- that every update stays on the page (HOT).
create table segment (
  name text not null,
  generation integer not null,
  segment integer not null,
  -- the token: moved by compare-and-set, epoch rises with every claim and when rows change without it
  position bigint not null default 0,
  epoch bigint not null default 0,
  -- who has claimed it; void unless that process is alive
  node uuid,
  primary key (name, generation, segment)
) with (fillfactor = 25);

-- A process that takes part in a work, alive until then unless it says so again.
create table follower (
  name text not null,
  generation integer not null,
  node uuid not null,
  alive_until timestamptz not null,
  primary key (name, generation, node)
) with (fillfactor = 25);

insert into segment (name, generation, segment, position, epoch)
select work.name, work.generation, number, work.position, work.epoch
from (
  select name, generation, position, epoch from generation where state <> 'retired'
  union all
  select name, 0, position, epoch from policy) work
cross join generate_series(0, 15) number;

-- A process of an earlier build that still runs fails from here on, rather than move a token that nobody heeds.
alter table generation drop column position, drop column epoch;
alter table policy drop column position, drop column epoch;
