-- Identity in parts of 2^17 positions. Ids are random, so an append goes to any page of an index of them all, and costs the
-- more the longer the log is. In parts it goes to the pages of the youngest part only, which fit in a processor's caches, and
-- no page of an older part is ever touched by an append again. How long a part is is said here only: who opens the log reads
-- it off this index. The position is included so that all ids of a part are read from the index alone.
create unique index event_id_in_part on log.event ((position >> 17), event_id) include (position);

-- That no id is in two parts is seen to by each writer, who looks it up in the complete ones before it appends.
alter table log.event drop constraint event_id_unique;

-- Empty, or somebody wrote who does not look: by hand, or with a build older than this.
create view log.recorded_twice as
  select event_id, array_agg(position order by position) as positions
  from log.event
  group by event_id
  having count(*) > 1;
