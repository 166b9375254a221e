package io.anamnesis.command.loyalty.programme;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.schema.OpenFields;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** One version that decides on everything. */
record OneProgramme(Programme programme, OpenFields fields) implements ProgrammeVersions {

  @Override
  public Programme inForceAt(Instant occurredAt, long position) {
    return programme;
  }

  @Override
  public Programme inForceNow(Instant at) {
    return programme;
  }

  @Override
  public Programme version(String name) {
    if (!programme.version().equals(name)) {
      throw new IllegalArgumentException("no version of the programme is named " + name);
    }
    return programme;
  }

  @Override
  public Set<String> types(long position) {
    return programme.rules().stream().filter(EarningRule::canGive).map(EarningRule::on)
        .collect(Collectors.toUnmodifiableSet());
  }
}
