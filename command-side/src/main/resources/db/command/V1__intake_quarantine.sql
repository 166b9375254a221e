-- Events that were not taken, as they came, encrypted under the quarantine's own key; 30 days at most.
create table intake.rejected (
  id bigint generated always as identity primary key,
  -- Told apart from the body only where it has the form of a source; null where none could be read.
  source text,
  -- As the source wrote it: ciphertext, like the body.
  fact_id bytea,
  received_at timestamptz not null default clock_timestamp(),
  request_line bigint not null,
  code text not null,
  -- A path may hold a member's name as the source chose it: ciphertext too.
  field bytea,
  -- What would have been right; never what came.
  expected text not null,
  body bytea not null
);

create index rejected_by_source on intake.rejected (source, id);
create index rejected_by_age on intake.rejected (received_at);

-- Ciphertext does not compress.
alter table intake.rejected alter column body set storage external;
