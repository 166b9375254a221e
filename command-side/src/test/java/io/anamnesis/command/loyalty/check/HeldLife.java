package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.account.ReviewCommand;
import io.anamnesis.command.loyalty.account.Reviewing;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.audit.AuditEvent.Reference;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Cap;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.loyalty.Programme.Period;
import io.anamnesis.events.loyalty.Programme.RefundLimit;
import io.anamnesis.events.loyalty.Programme.Review;
import io.anamnesis.events.loyalty.Programme.ShareLimit;
import io.anamnesis.events.loyalty.Programme.Tier;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A customer's purchases, refunds and shares as they come in, under limits that are soon met, and what is decided on them. */
final class HeldLife {
  static final String CUSTOMER = "C-1";
  static final int DAYS = 10;
  static final int REFUNDED = 2;
  static final BigDecimal OF_AMOUNT = new BigDecimal("0.6");
  static final BigDecimal OF_PURCHASES = new BigDecimal("0.5");
  static final int MINUTES = 120;
  static final int SHARES = 3;

  /** A point a yuan, and ten a share, twice a day at most; one level, so that nothing else changes what they are worth. */
  static final Programme PROGRAMME = new Programme("watchful", Programme.standard().zone(), 12, 12, 12,
      List.of(new EarningRule("purchase", "purchase.made", null, null, BigDecimal.ONE, false, 7, 0, List.of()),
          new EarningRule("share", "content.shared", null, 10L, null, false, 0, 0,
              List.of(new Cap("day", 2, Period.DAY, List.of(), null)))),
      List.of(new Tier(1, 0, BigDecimal.ONE, List.of())), null, List.of(), null, null, null,
      new Review(new RefundLimit(DAYS, REFUNDED, OF_AMOUNT, OF_PURCHASES), new ShareLimit(MINUTES, SHARES)));
  static final Earning EARNING = new Earning(ProgrammeVersions.only(PROGRAMME));

  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());
  private static final Reference FACT = new Reference("/test", "F");
  static final StaffId SOMEBODY = new StaffId("S-1");
  static final Sealed REASON = new Sealed("c.AQICAwQFBgcICQ");

  private final Account account = new Account();
  private final List<Recorded> log = new ArrayList<>();
  private final List<LoyaltyEvent> decided = new ArrayList<>();
  private final Map<UUID, Told.At> facts = new TreeMap<>();
  private final Map<UUID, Word> words = new HashMap<>();

  /** The facts as they are known now. */
  Map<UUID, Told.At> facts() {
    return facts;
  }

  Map<UUID, Word> words() {
    return words;
  }

  List<Recorded> log() {
    return log;
  }

  Account account() {
    return account;
  }

  /** @return what was decided on it */
  List<LoyaltyEvent> tell(Instant at, Told told) {
    Told.At fact = new Told.At(at, log.size() + 1L, told);
    facts.put(fact.id(), fact);
    Recorded recorded = fact.recorded();
    log.add(recorded);
    return decide(recorded, Change.of(recorded));
  }

  UUID last() {
    return log.stream().filter(event -> facts.containsKey(event.eventId())).toList().getLast().eventId();
  }

  List<LoyaltyEvent> withdraw(UUID fact) {
    return state(facts.remove(fact), new FactWithdrawn(FACT, null));
  }

  List<LoyaltyEvent> correct(UUID fact, Told now) {
    Told.At before = facts.get(fact);
    facts.put(fact, new Told.At(before.at(), before.position(), now));
    return state(before,
        new FactCorrected(FACT, (ObjectNode) EventCodec.mapper().readTree(CODEC.encode(now.event()))));
  }

  private List<LoyaltyEvent> state(Told.At about, AuditEvent said) {
    Recorded fact = about.recorded();
    Original original =
        new Original(fact.eventId(), fact.type(), 1, fact.position(), fact.occurredAt(), fact.recordedAt());
    Recorded statement = recorded(new UUID(9, log.size() + 1L), about.at(), said,
        new Metadata("/test", "S", null, null, null, null, null, null, original));
    log.add(statement);
    CorrectedFact corrected = CorrectedFact.of(statement).orElseThrow();
    return decide(statement, corrected.now() == null
        ? Change.withdrawing(statement, original)
        : new Change(statement, List.of(corrected.now()), null));
  }

  /** @throws Refused where it is not held */
  List<LoyaltyEvent> say(UUID cause, Word word, Instant at) {
    List<LoyaltyEvent> events = Reviewing.decide(account, new ReviewCommand(new CustomerId(CUSTOMER),
        new UUID(7, log.size()), new UUID(6, 6), cause, word, REASON, SOMEBODY, at), EARNING);
    words.put(cause, word);
    take(Metadata.ofDecision(null, null, SOMEBODY.value()), events);
    return events;
  }

  private List<LoyaltyEvent> decide(Recorded because, Change change) {
    List<LoyaltyEvent> events = EARNING.decide(account, change);
    Account replayed = new Account();
    decided.forEach(replayed::evolve);
    assertThat(EARNING.decide(replayed, change)).as("from all events again").isEqualTo(events);
    take(Metadata.ofDecision(because.eventId(), null, null), events);
    assertThat(EARNING.decide(account, change)).as("told again").isEmpty();
    return events;
  }

  private void take(Metadata metadata, List<LoyaltyEvent> events) {
    for (LoyaltyEvent event : events) {
      account.evolve(event);
      decided.add(event);
      log.add(recorded(new UUID(8, log.size() + 1L), Instant.EPOCH, event, metadata));
    }
  }

  private Recorded recorded(UUID id, Instant at, CustomerEvent event, Metadata metadata) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    boolean fact = !(event instanceof LoyaltyEvent);
    return new Recorded(log.size() + 1L, id, fact ? null : "points-account:" + CUSTOMER, fact ? null : log.size() + 1L,
        CUSTOMER, type.type(), type.revision(), at, at, metadata, event);
  }

  /** Points by interaction, as whoever reads the events adds them up; what has none is left out. */
  Map<UUID, Long> points() {
    Map<UUID, Long> points = new HashMap<>();
    for (LoyaltyEvent event : decided) {
      switch (event) {
        case PointsEarned award -> points.merge(award.cause(), award.points(), Long::sum);
        case PointsClawedBack back -> points.merge(back.cause(), -back.undone(), Long::sum);
        default -> {
          // Moves none.
        }
      }
      assertThat(points.values()).as("never less than nothing").allMatch(sum -> sum >= 0);
    }
    points.values().removeIf(sum -> sum == 0);
    return points;
  }

  /** What waits, by interaction, as whoever reads the events sees it. */
  Map<UUID, Long> waiting() {
    Map<UUID, Long> waiting = new HashMap<>();
    account.rating().reviews().open().forEach((cause, held) -> waiting.put(cause, held.points()));
    return waiting;
  }

  /** All awards of a lifetime, before refunds. */
  long awarded() {
    return decided.stream().mapToLong(event -> switch (event) {
      case PointsEarned award -> award.points();
      case PointsClawedBack back -> back.why() == Why.REFUND ? 0 : -back.undone();
      case AwardRestated restated -> restated.by();
      default -> 0;
    }).sum();
  }

  /** What an auditor's check finds in a log of such a life. */
  static List<Difference> judged(List<Recorded> log) {
    AuditedAccount audited = new AuditedAccount(CUSTOMER, EARNING);
    for (Recorded event : log) {
      if (event.event() instanceof LoyaltyEvent decision) {
        audited.decided(event, decision);
      } else {
        audited.known(event);
      }
    }
    return audited.differences(new ListedElsewhere(log, PROGRAMME));
  }
}
