-- One row per event. The position comes from the writer, who gives it under the writers' lock: 1, 2, 3 … without gaps.
create table log.event (
  position    bigint      not null,
  event_id    uuid        not null,
  stream      text,
  seq         bigint,
  subject     text,
  type        text        not null,
  revision    integer     not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  payload     text        not null,
  metadata    text        not null,
  constraint event_pk primary key (position),
  constraint event_id_unique unique (event_id),
  constraint event_position_from_one check (position > 0),
  constraint event_seq_in_stream check ((stream is null) = (seq is null))
);

create unique index event_stream_seq on log.event (stream, seq) where stream is not null;

-- One person's life is one index scan.
create index event_subject_position on log.event (subject, position) where subject is not null;

create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name;
end
$$;

create trigger event_append_only before update or delete or truncate on log.event
  for each statement execute function log.refuse_change();

-- States of aggregates, to load them faster. Made from the log, and thrown away at will.
create table log.snapshot (
  stream   text        not null,
  seq      bigint      not null,
  type     text        not null,
  revision text        not null,
  payload  text        not null,
  taken_at timestamptz not null,
  constraint snapshot_pk primary key (stream, seq)
);
