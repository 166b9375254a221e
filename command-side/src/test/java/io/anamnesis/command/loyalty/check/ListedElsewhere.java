package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.opening.OpeningBatch;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesRejected;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesSubmitted;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** A log that is a list, of a time with one version of the programme, in which nobody buys for another. */
record ListedElsewhere(List<Recorded> log, Programme programme) implements Elsewhere {

  @Override
  public KnownFacts facts(String person) {
    throw new AssertionError("nothing was bought for " + person);
  }

  @Override
  public PooledParts pooled(CustomerId customer) {
    throw new AssertionError("no pool pays for anything");
  }

  @Override
  public List<Recorded> find(Collection<UUID> ids) {
    return log.stream().filter(event -> ids.contains(event.eventId())).toList();
  }

  @Override
  public Optional<OpeningBatch> batch(String reference) {
    Map<String, OpeningBatch> batches = Map.of();
    for (Recorded event : log) {
      boolean matters = switch (event.event()) {
        case OpeningBalancesSubmitted uploaded -> uploaded.reference().equals(reference);
        case OpeningBalancesApproved approved -> batches.containsKey(approved.reference());
        case OpeningBalancesRejected rejected -> batches.containsKey(rejected.reference());
        default -> false;
      };
      batches = matters ? OpeningBatch.with(batches, event) : batches;
    }
    return Optional.ofNullable(batches.get(reference));
  }

  @Override
  public Programme inForce(Instant at, long position, Predicate<Programme> agrees) {
    return programme;
  }
}
