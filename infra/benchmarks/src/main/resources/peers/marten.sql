-- What Marten 7 and 8 keep for streams that are named by a text, with default metadata; statements transcribed, not copied.

create schema marten;

create table marten.mt_streams (
  id               varchar     not null primary key,
  type             varchar,
  version          bigint,
  timestamp        timestamptz not null default now(),
  snapshot         jsonb,
  snapshot_version integer,
  created          timestamptz not null default now(),
  tenant_id        varchar     default '*DEFAULT*',
  is_archived      boolean     default false
);

create table marten.mt_events (
  seq_id         bigint       not null primary key,
  id             uuid         not null,
  stream_id      varchar      references marten.mt_streams (id) on delete cascade,
  version        bigint       not null,
  data           jsonb        not null,
  type           varchar(500) not null,
  timestamp      timestamptz  not null default now(),
  tenant_id      varchar      default '*DEFAULT*',
  mt_dotnet_type varchar,
  is_archived    boolean      default false
);

create unique index pk_mt_events_stream_and_version on marten.mt_events (stream_id, version);

create sequence marten.mt_events_sequence owned by marten.mt_events.seq_id;

-- The last version of the stream, then the number of each event. Nothing is locked: who comes second meets the index.
create function marten.mt_quick_append_events(stream varchar, stream_type varchar, tenant varchar, event_ids uuid[],
    event_types varchar[], dotnet_types varchar[], bodies jsonb[]) returns int[] language plpgsql as $$
declare
  last_version int;
  owner varchar;
  number int;
  answer int[];
begin
  select version into last_version from marten.mt_streams where id = stream;
  if last_version is null then
    last_version := 0;
    insert into marten.mt_streams (id, type, version, timestamp, tenant_id) values (stream, stream_type, 0, now(), tenant);
  elsif tenant is not null then
    select tenant_id into owner from marten.mt_streams where id = stream;
    if owner <> tenant then
      raise exception 'the stream belongs to another tenant';
    end if;
  end if;

  answer := array[last_version + array_length(event_ids, 1)];
  for i in 1 .. array_length(event_ids, 1) loop
    number := nextval('marten.mt_events_sequence');
    answer := array_append(answer, number);
    last_version := last_version + 1;
    insert into marten.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type,
                                  is_archived)
    values (number, event_ids[i], stream, last_version, bodies[i], event_types[i], tenant, now() at time zone 'utc',
            dotnet_types[i], false);
  end loop;

  update marten.mt_streams set version = last_version, timestamp = now() where id = stream;
  return answer;
end
$$;
