-- Rows are only ever added, at the end. So maintenance is paced by what was added, not by a share of the whole: at every
-- 200,000 events the new pages are frozen (nothing in them will change, so they need never be read again to avert a
-- wraparound of transaction ids) and marked visible to all, and the planner's figures are renewed from a sample. The
-- defaults would let it wait for a fifth of the log, and then do all of that at once.
alter table log.event set (
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_freeze_min_age = 0,
  autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 200000,
  -- Dead rows come of batches that were rolled back, at the end of the table, in a number that does not grow with the log.
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 10000
);

-- Positions only ascend: a page of this index is never inserted into again once it is full, so it may be full.
alter index log.event_pk set (fillfactor = 100);

-- Two snapshots a stream, replaced as the stream grows: room for the next one beside the last.
alter table log.snapshot set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
