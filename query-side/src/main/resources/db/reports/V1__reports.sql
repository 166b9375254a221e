-- Files of reports, and what is to be tried again. What reports there are, what they made and who took it is in the log.

create table file (
  report text not null,
  sha256 text not null,
  size bigint not null,
  kept_at timestamptz not null,
  primary key (report, sha256)
);

create table piece (
  report text not null,
  sha256 text not null,
  ordinal integer not null,
  bytes bytea not null,
  primary key (report, sha256, ordinal),
  foreign key (report, sha256) references file on delete cascade
);

create table attempt (
  report text not null,
  run integer not null,
  -- empty: the making of the file itself
  recipient text not null,
  attempts integer not null,
  next_at timestamptz not null,
  cause text not null,
  primary key (report, run, recipient)
);
