-- Keys of persons, wrapped by the key-encryption key. To destroy a row is to erase what it sealed.
create table keys.person_key (
  subject    text        not null,
  kind       text        not null,
  wrapped    bytea       not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint person_key_pk primary key (subject, kind),
  constraint person_key_kind check (kind in ('contact', 'record'))
);

-- Keys of the installation: blind index, quarantine.
create table keys.site_key (
  name       text        not null,
  wrapped    bytea       not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint site_key_pk primary key (name)
);
