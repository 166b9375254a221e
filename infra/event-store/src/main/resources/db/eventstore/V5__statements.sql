-- What the log has said of itself beside its checkpoints: that another key signs from here on, or that it was set back and goes on
-- in a new epoch. Signed notes, in their order; each is also kept outside of the database, beside the key.
create table log.statement (
  number bigint not null,
  kind   text   not null,
  note   text   not null,
  constraint statement_pk primary key (number),
  constraint statement_number check (number >= 1),
  constraint statement_kind check (kind in ('handover', 'epoch'))
);

create trigger statement_append_only before update or delete or truncate on log.statement
  for each statement execute function log.refuse_change();
