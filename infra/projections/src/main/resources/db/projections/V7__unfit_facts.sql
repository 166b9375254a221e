-- Of a type of a source's own: facts with a field that was sealed because it does not meet the registered schema.
alter table event_type add column unfit bigint not null default 0;
