package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Looks up in the log. Thread-safe. */
final class ElsewhereInLog implements Elsewhere {
  private static final int PAGE = 500;
  private static final Set<String> OF_PURCHASES =
      Set.of("purchase.made", "purchase.refunded", "fact.corrected", "fact.withdrawn");

  private final EventLog log;
  private final EventDecoder decoder;
  private final Earning earning;
  private final ProgrammeVersions versions;
  private final Decided known;
  /** One for thousands of customers. */
  private final Map<String, Optional<OpeningBatch>> batches = new ConcurrentHashMap<>();

  ElsewhereInLog(EventLog log, EventDecoder decoder, Earning earning, ProgrammeVersions versions, Decided known) {
    this.log = log;
    this.decoder = decoder;
    this.earning = earning;
    this.versions = versions;
    this.known = known;
  }

  /** Few persons have something bought for them by another. */
  @Override
  public KnownFacts facts(String person) {
    KnownFacts facts = new KnownFacts(person, earning::firstHeard);
    List<StoredEvent> page = log.readSubject(person, 0, PAGE);
    while (!page.isEmpty() && page.getFirst().position() <= known.upTo()) {
      for (StoredEvent event : page) {
        if (OF_PURCHASES.contains(event.type())) {
          Recorded fact = decoder.decode(event);
          if (known.covers(fact) && !known.givenUp().contains(fact.position())) {
            facts.take(fact);
          }
        }
      }
      page = log.readSubject(person, page.getLast().position(), PAGE);
    }
    return facts;
  }

  @Override
  public List<Recorded> find(Collection<UUID> ids) {
    List<UUID> wanted = List.copyOf(ids);
    List<Recorded> found = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += PAGE) {
      log.find(wanted.subList(from, Math.min(wanted.size(), from + PAGE))).stream().map(decoder::decode)
          .forEach(found::add);
    }
    return found;
  }

  @Override
  public Optional<OpeningBatch> batch(String reference) {
    return batches.computeIfAbsent(reference, this::read);
  }

  private Optional<OpeningBatch> read(String reference) {
    Map<String, OpeningBatch> uploaded = with(Map.of(), reference, 0);
    OpeningBatch batch = uploaded.get(reference);
    return batch == null
        ? Optional.empty()
        : Optional.ofNullable(with(uploaded, reference, batch.nextSeq()).get(reference));
  }

  private Map<String, OpeningBatch> with(Map<String, OpeningBatch> before, String reference, long seq) {
    return log.readStream(OpeningBatch.stream(reference), seq, 1).stream().findFirst().map(decoder::decode)
        .map(event -> OpeningBatch.with(before, event)).orElse(before);
  }

  @Override
  public Programme inForce(Instant at, long position, Predicate<Programme> agrees) {
    Programme last = versions.inForceAt(at, position);
    if (agrees.test(last)) {
      return last;
    }
    Programme first = versions.inForceAt(at, Math.min(position, log.headAt(at) + 1));
    return agrees.test(first) ? first : last;
  }
}
