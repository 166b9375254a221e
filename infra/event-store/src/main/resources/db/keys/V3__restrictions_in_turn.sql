-- Every restriction has a number, as every erasure has, so that who has seen one asks for those after it. A build that gives none is
-- refused from here on: nobody would notice what it restricts.
alter table keys.person_key add column restriction bigint;

update keys.person_key stored set restriction = numbered.number
from (
  select subject, kind, row_number() over (order by restricted_at, subject, kind) as number
  from keys.person_key where restricted_at is not null) numbered
where stored.subject = numbered.subject and stored.kind = numbered.kind;

alter table keys.person_key
  add constraint person_key_restricted check ((restricted_at is null) = (restriction is null));

create unique index person_key_restriction on keys.person_key (restriction) where restriction is not null;
