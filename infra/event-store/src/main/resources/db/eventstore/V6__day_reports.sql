-- What the log has signed of its days: what was recorded on each, in and out. Signed notes, one a day, in the order of the days, each
-- naming the one before it by its hash. The key that has signed it stands beside it.
create table log.day_report (
  number bigint not null,
  day    date   not null,
  vkey   text   not null,
  note   text   not null,
  constraint day_report_pk primary key (number),
  constraint day_report_day unique (day),
  constraint day_report_number check (number >= 1)
);

create trigger day_report_append_only before update or delete or truncate on log.day_report
  for each statement execute function log.refuse_change();
