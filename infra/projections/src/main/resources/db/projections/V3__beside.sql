-- Rows are built beside those that answer, take their place by one update, and leave the former ones running on for a while,
-- so that the way back is one update too.

-- candidate: level with the log, waits for its swap. standby: has answered, followed until its time is over.
-- scratch: to be compared with.
alter table generation drop constraint generation_state_check;

update generation set state = 'scratch' where state = 'comparing';

alter table generation
  add constraint generation_state_check
    check (state in ('building', 'candidate', 'live', 'standby', 'scratch', 'retired')),
  -- whether it takes the place of what answers by itself, as soon as it is level
  add column swaps boolean not null default true,
  add column standby_until timestamptz;

-- One at a time is built beside, and one way back is kept.
drop index one_building;

create unique index one_beside on generation (name) where state in ('building', 'candidate');

create unique index one_standby on generation (name) where state = 'standby';
