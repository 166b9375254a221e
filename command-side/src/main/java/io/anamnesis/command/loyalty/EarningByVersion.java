package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Programme;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Decides on each interaction by the version of the programme in force for it. Thread-safe. */
final class EarningByVersion {
  private final ProgrammeVersions versions;
  /** Their rules compiled: a published version never changes. */
  private final Map<String, Earning> compiled = new ConcurrentHashMap<>();

  EarningByVersion(ProgrammeVersions versions) {
    this.versions = versions;
  }

  /** As {@link Earning#decide}. */
  List<LoyaltyEvent> decide(Account account, Recorded cause) {
    Programme programme = versions.inForceAt(cause.occurredAt(), cause.position());
    return compiled.computeIfAbsent(programme.version(), version -> new Earning(programme)).decide(account, cause);
  }
}
