package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.opening.OpeningBatch;
import io.anamnesis.command.loyalty.policy.Decided;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent;
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
import java.util.function.Consumer;
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
  private final long upTo;
  /** One for thousands of customers. */
  private final Map<String, Optional<OpeningBatch>> batches = new ConcurrentHashMap<>();

  /**
   * @param known of which facts it is known what was decided
   * @param upTo the last position of the accounts that are judged
   */
  ElsewhereInLog(EventLog log, EventDecoder decoder, Earning earning, ProgrammeVersions versions, Decided known,
      long upTo) {
    this.log = log;
    this.decoder = decoder;
    this.earning = earning;
    this.versions = versions;
    this.known = known;
    this.upTo = upTo;
  }

  /** Few persons have something bought for them by another. */
  @Override
  public KnownFacts facts(String person) {
    KnownFacts facts = new KnownFacts(person, earning::firstHeard);
    each(person, OF_PURCHASES, known.upTo(), fact -> {
      if (known.covers(fact) && !known.givenUp().contains(fact.position())) {
        facts.take(fact);
      }
    });
    return facts;
  }

  /** Few are in a pool. What was decided since is left out: it is missing in the account that is judged, too. */
  @Override
  public PooledParts pooled(CustomerId customer) {
    PooledParts parts = new PooledParts();
    each(customer.value(), PooledParts.TYPES, upTo, told -> {
      if (told.event() instanceof LedgerEvent movement) {
        parts.take(told, movement);
      }
    });
    return parts;
  }

  private void each(String subject, Set<String> types, long last, Consumer<Recorded> take) {
    List<StoredEvent> page = log.readSubject(subject, types, 0, PAGE);
    while (!page.isEmpty() && page.getFirst().position() <= last) {
      page.stream().filter(event -> event.position() <= last).map(decoder::decode).forEach(take);
      page = log.readSubject(subject, types, page.getLast().position(), PAGE);
    }
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
