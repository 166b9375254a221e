package io.anamnesis.command.loyalty.programme;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.projections.LogRegister;
import java.time.Instant;
import java.util.Set;

/** The versions as the log tells them. */
public final class FollowedProgrammes implements ProgrammeVersions {
  private final LogRegister<Programmes> log;
  private final LogRegister<EventSchemas> schemas;

  public FollowedProgrammes(LogRegister<Programmes> log, LogRegister<EventSchemas> schemas) {
    this.log = log;
    this.schemas = schemas;
  }

  @Override
  public Programme inForceAt(Instant occurredAt, long position) {
    return log.upTo(position - 1).inForceAt(occurredAt, position);
  }

  @Override
  public Programme inForceNow(Instant at) {
    return log.now().inForceAt(at, Long.MAX_VALUE);
  }

  @Override
  public Programme version(String name) {
    // What was named was published before: it is asked for anew only by who has read nothing of the log yet.
    return log.upTo(0).published(name).or(() -> log.now().published(name))
        .orElseThrow(() -> new IllegalArgumentException("no version of the programme named " + name + " is published"));
  }

  @Override
  public OpenFields fields() {
    // A version is asked for only once it is published, and what it names was clear before that.
    return type -> schemas.now().everOpen(Long.MAX_VALUE).of(type);
  }

  @Override
  public Set<String> types(long position) {
    return log.upTo(position - 1).types(position);
  }
}
