package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.projections.LogRegister;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The versions as the log tells them. */
final class FollowedProgrammes implements ProgrammeVersions {
  private final LogRegister<Programmes> log;

  FollowedProgrammes(LogRegister<Programmes> log) {
    this.log = log;
  }

  @Override
  public Programme inForceAt(Instant occurredAt, long position) {
    return log.upTo(position - 1).inForceAt(occurredAt, position);
  }

  @Override
  public Programme version(String name) {
    // What was named was published before: it is asked for anew only by who has read nothing of the log yet.
    return published(log.upTo(0), name).or(() -> published(log.now(), name))
        .orElseThrow(() -> new IllegalArgumentException("no version of the programme named " + name + " is published"));
  }

  private static Optional<Programme> published(Programmes known, String name) {
    return known.find(name).filter(version -> version.state() != State.DRAFT).map(ProgrammeVersion::programme);
  }

  @Override
  public Set<String> types(long position) {
    return log.upTo(position - 1).types(position);
  }
}
