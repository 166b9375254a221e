-- A key of a person is in one of four states. Never: no row. Active: a key. Restricted: a key, for auditors alone. Destroyed: a row
-- without a key, which stays so that none is made in its place.
alter table keys.person_key
  alter column wrapped drop not null,
  add column restricted_at timestamptz,
  add column destroyed_at  timestamptz,
  add constraint person_key_gone check ((wrapped is null) = (destroyed_at is not null));

-- Every key that was destroyed, numbered 1, 2, 3 … without gaps: who has seen one number asks for those after it. The same lines
-- stand in a file outside of this database, the erasure list, which names a person by a keyed hash alone (mark).
create table keys.erasure (
  number  bigint      not null,
  at      timestamptz not null,
  kind    text        not null,
  mark    text        not null,
  chain   text        not null,
  -- Null where only the list told of it, and no key of theirs was here.
  subject text,
  constraint erasure_pk primary key (number),
  constraint erasure_once unique (mark, kind),
  constraint erasure_kind check (kind in ('contact', 'record'))
);

create function keys.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was destroyed stays destroyed: % of % is refused', tg_op, tg_table_name;
end
$$;

create trigger erasure_append_only before update or delete or truncate on keys.erasure
  for each statement execute function keys.refuse_change();

-- By which key-encryption keys a key may be wrapped that is taken in; by any as long as that was never rotated. A wrapped key begins with
-- the prefix of the one that wrapped it.
create table keys.wrapping (
  prefix bytea       not null,
  since  timestamptz not null default clock_timestamp(),
  constraint wrapping_pk primary key (prefix)
);
