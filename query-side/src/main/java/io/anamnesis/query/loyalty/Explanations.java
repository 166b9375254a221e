package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Money;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.loyalty.Explanation.Fact;
import io.anamnesis.query.loyalty.Explanation.LotStory;
import io.anamnesis.query.loyalty.Explanation.PartOf;
import io.anamnesis.query.loyalty.Explanation.Persons;
import io.anamnesis.query.loyalty.Explanation.Step;
import io.anamnesis.query.loyalty.Explanation.Transfer;
import io.anamnesis.query.loyalty.LedgerEntry.EntryLot;
import io.anamnesis.query.loyalty.Movement.Award;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;

/** Tells why a line of a ledger is what it is, from the customer's events. */
public final class Explanations {
  private static final String REWARD = EventCatalogue.standard().of(ReferralRewarded.class).type();
  private static final String RELEASED = EventCatalogue.standard().of(AwardReleased.class).type();
  private static final int BATCH = 500;
  private static final String FAMILY = "loyalty.";

  private final EventLog log;
  private final EventDecoder decoder;
  private final Messages messages;

  public Explanations(EventLog log, EventDecoder decoder, Messages messages) {
    this.log = log;
    this.decoder = decoder;
    this.messages = messages;
  }

  /**
   * The past that is told of.
   *
   * @param last position of the last event that is read
   * @param effectiveAt what occurred later is left out; null leaves nothing out
   */
  record Past(long last, @Nullable Instant effectiveAt) {
    boolean holds(StoredEvent event) {
      return event.position() <= last && (effectiveAt == null || !event.occurredAt().isAfter(effectiveAt));
    }
  }

  /** Empty where the customer's ledger has no such line in that past. */
  Optional<Explanation> of(String customer, UUID entryId, Past past, Language language) {
    return log.find(entryId)
        .filter(found -> customer.equals(found.subject()) && found.type().startsWith(FAMILY) && past.holds(found))
        .map(decoder::decode)
        .flatMap(entry -> movement(entry)
            .map(movement -> explain(customer, entry, movement, past, language)));
  }

  /** Not all of the capability's events are of the account. */
  private static Optional<Movement> movement(Recorded event) {
    return event.event() instanceof LoyaltyEvent decision ? Movement.of(decision) : Optional.empty();
  }

  private Explanation explain(String customer, Recorded entry, Movement movement, Past past, Language language) {
    Award award = movement.award();
    UUID because = because(entry.event(), entry.metadata(), award);
    Map<UUID, Fact> facts = facts(award == null ? null : award.cause(), because);
    PointsEarned earned = entry.event() instanceof PointsEarned one ? one : null;
    List<Part> parts = entry.event() instanceof PointsClawedBack clawback
        ? clawback.parts()
        : earned == null ? List.of() : earned.parts();
    return new Explanation(entry.eventId(), movement.kind(), movement.points(), movement.owed(), entry.occurredAt(),
        entry.recordedAt(), text(entry, movement, language), award == null ? null : facts.get(award.cause()),
        because == null ? null : facts.get(because), award == null ? null : award.programme(),
        award == null ? null : award.rule(), earned == null ? null : earned.level(),
        earned == null ? null : earned.multiplier(), earned == null ? null : earned.cap(),
        earned == null ? List.of() : values(earned), parts.stream().map(Explanations::part).toList(),
        movement.redemption(), entry.event() instanceof FamilyEvent passed ? Transfer.of(passed) : null,
        PoolPart.of(entry.event()).map(Explanation.Pool::of).orElse(null), entry.metadata().actor(),
        persons(entry.event(), because), lots(customer, entry, movement, past), past.last());
  }

  /** What led to the decision, unless it was the interaction itself. */
  private static @Nullable UUID because(Object event, Metadata metadata, @Nullable Award award) {
    UUID because = switch (event) {
      case PointsEarned earned -> earned.because();
      case PointsClawedBack clawback -> clawback.because();
      case FamilyEvent passed -> passed.link();
      default -> metadata.causedBy();
    };
    return award != null && award.cause().equals(because) ? null : because;
  }

  private @Nullable Persons persons(CustomerEvent event, @Nullable UUID because) {
    return switch (event) {
      case PointsEarned ignored -> released(because);
      case PointsAdjusted adjusted ->
        new Persons(adjusted.by(), adjusted.approvedBy(), adjusted.reason(), null);
      case ArrearsWrittenOff forgiven ->
        new Persons(forgiven.by(), forgiven.approvedBy(), forgiven.reason(), null);
      case OpeningBalanceBooked opening ->
        new Persons(opening.by(), opening.approvedBy(), null, opening.reference());
      default -> null;
    };
  }

  /** Of an award that a person released; null of any other. */
  private @Nullable Persons released(@Nullable UUID because) {
    return Optional.ofNullable(because).flatMap(log::find).filter(event -> event.type().equals(RELEASED))
        .map(decoder::decode).map(Recorded::event)
        .map(event -> event instanceof AwardReleased said ? new Persons(said.by(), null, said.reason(), null) : null)
        .orElse(null);
  }

  private Map<UUID, Fact> facts(@Nullable UUID interaction, @Nullable UUID because) {
    List<UUID> wanted = new ArrayList<>();
    if (interaction != null) {
      wanted.add(interaction);
    }
    if (because != null) {
      wanted.add(because);
    }
    Map<UUID, Fact> facts = new HashMap<>();
    for (StoredEvent found : log.find(wanted)) {
      Metadata metadata = decoder.metadata(found);
      facts.put(found.eventId(), new Fact(found.eventId(), found.type(), metadata.source(), metadata.id(),
          found.occurredAt(), found.recordedAt(), found.position()));
    }
    return facts;
  }

  /** What the rule saw; of a reward for a referral also between whom, which the award keeps to itself. */
  private List<Value> values(PointsEarned earned) {
    if (!earned.causeType().equals(REWARD)) {
      return earned.values();
    }
    List<Value> values = new ArrayList<>(earned.values());
    log.find(earned.cause()).map(decoder::decode).map(Recorded::event).ifPresent(cause -> {
      if (cause instanceof ReferralRewarded reward) {
        values.add(new Value("referred", reward.referred().value()));
        values.add(new Value("referrer", reward.referrer().value()));
      }
    });
    return List.copyOf(values);
  }

  private static PartOf part(Part part) {
    return new PartOf(part.line(), text(part.amount()), text(part.base()),
        part.currency() == null ? null : part.currency().getCurrencyCode(), part.points(), part.values());
  }

  private static @Nullable String text(@Nullable BigDecimal amount) {
    return amount == null ? null : Money.text(amount);
  }

  private List<LotStory> lots(String customer, Recorded entry, Movement movement, Past past) {
    Map<UUID, Step> origins = new HashMap<>();
    Map<UUID, List<Step>> fates = new HashMap<>();
    movements(customer, past, (recorded, moved) -> {
      for (EntryLot lot : moved.lots()) {
        if (!movement.touches(lot.lotId())) {
          continue;
        }
        Step step = step(recorded, moved, lot);
        if (lot.activeAt() != null && !moved.kind().equals("cancelled")) {
          origins.putIfAbsent(lot.lotId(), step);
        }
        if (recorded.position() > entry.position()) {
          fates.computeIfAbsent(lot.lotId(), first -> new ArrayList<>()).add(step);
        }
      }
    });
    Map<UUID, UUID> outOf = entry.event() instanceof PointsReceived received
        ? received.lots().stream().collect(Collectors.toMap(one -> one.lot().lotId(), ReceivedLot::outOf))
        : Map.of();
    return movement.lots().stream().map(lot -> new LotStory(lot.lotId(), lot.points(), lot.activeAt(),
        lot.expiresAt(), outOf.get(lot.lotId()), origins.get(lot.lotId()), fates.getOrDefault(lot.lotId(), List.of())))
        .toList();
  }

  /** A lot is given to where the line tells when its points become active. */
  private static Step step(Recorded recorded, Movement moved, EntryLot lot) {
    long points = lot.activeAt() == null ? Math.negateExact(lot.points()) : lot.points();
    Award award = moved.award();
    return new Step(recorded.eventId(), moved.kind(), points, recorded.occurredAt(), recorded.recordedAt(),
        award == null ? null : award.cause(), moved.redemption());
  }

  /** Sees each movement of the customer's points, oldest first. */
  @FunctionalInterface
  private interface Seen {
    void movement(Recorded event, Movement movement);
  }

  private void movements(String customer, Past past, Seen seen) {
    long after = 0;
    List<StoredEvent> batch;
    do {
      batch = log.readSubject(customer, after, BATCH);
      for (StoredEvent stored : batch) {
        if (stored.type().startsWith(FAMILY) && past.holds(stored)) {
          Recorded recorded = decoder.decode(stored);
          movement(recorded).ifPresent(movement -> seen.movement(recorded, movement));
        }
      }
      after = batch.isEmpty() ? after : batch.getLast().position();
    } while (batch.size() == BATCH && after < past.last());
  }

  private String text(Recorded entry, Movement movement, Language language) {
    return PoolPart.of(entry.event()).map(part -> messages.text(language, part.key(), part.arguments().toArray()))
        .orElseGet(() -> textOfOne(entry, movement, language));
  }

  private String textOfOne(Recorded entry, Movement movement, Language language) {
    return switch (entry.event()) {
      case PointsEarned earned -> messages.text(language, "explanation.earned", Long.toString(earned.points()),
          earned.rule(), earned.programme(), Integer.toString(earned.level()));
      case PointsClawedBack clawback ->
        messages.text(language, "explanation.clawed-back." + word(clawback.why()), Long.toString(clawback.undone()),
            clawback.rule());
      case PointsAdjusted adjusted ->
        messages.text(language, adjusted.points() > 0 ? "explanation.adjusted.given" : "explanation.adjusted.taken",
            Long.toString(Math.abs(adjusted.points())));
      case PointsSent sent ->
        messages.text(language, "explanation.transferred-out", Long.toString(sent.points()), sent.to().value());
      case PointsReceived received -> messages.text(language, "explanation.transferred-in",
          Long.toString(received.points()), received.from().value());
      default -> messages.text(language, "explanation." + movement.kind(),
          Long.toString(Math.abs(movement.points())), Long.toString(Math.abs(movement.owed())));
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
