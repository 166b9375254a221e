-- The Merkle tree over the log: the event at position p is the leaf p - 1. Hashes are kept as C2SP tlog-tiles lays them out, 256
-- neighbours of every eighth level to a tile; a row holds those that one sealing added to a tile, so that rows are only ever
-- added. A tile is its rows, one after the other.
create table log.tile (
  level  smallint not null,
  index  bigint   not null,
  first  smallint not null,
  hashes bytea    not null,
  constraint tile_pk primary key (level, index, first),
  constraint tile_level check (level between 0 and 7),
  constraint tile_index check (index >= 0),
  constraint tile_whole_hashes check (octet_length(hashes) > 0 and octet_length(hashes) % 32 = 0),
  constraint tile_within_256 check (first >= 0 and first + octet_length(hashes) / 32 <= 256)
);

-- What the log has signed, with the key that it has signed with. Written in one transaction with the tiles that it stands on.
create table log.checkpoint (
  size      bigint      not null,
  root      bytea       not null,
  sealed_at timestamptz not null,
  vkey      text        not null,
  note      text        not null,
  constraint checkpoint_pk primary key (size),
  constraint checkpoint_size check (size >= 0),
  constraint checkpoint_root check (octet_length(root) = 32)
);

-- What witnesses say of checkpoints, the first of each: a signature line of its note.
create table log.cosignature (
  size        bigint      not null,
  vkey        text        not null,
  line        text        not null,
  received_at timestamptz not null default clock_timestamp(),
  constraint cosignature_pk primary key (size, vkey),
  constraint cosignature_of_checkpoint foreign key (size) references log.checkpoint (size)
);

create trigger tile_append_only before update or delete or truncate on log.tile
  for each statement execute function log.refuse_change();
create trigger checkpoint_append_only before update or delete or truncate on log.checkpoint
  for each statement execute function log.refuse_change();
create trigger cosignature_append_only before update or delete or truncate on log.cosignature
  for each statement execute function log.refuse_change();

-- Frozen as they are added, as the log itself is.
alter table log.tile set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_freeze_min_age = 0);
alter table log.checkpoint set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_freeze_min_age = 0);
