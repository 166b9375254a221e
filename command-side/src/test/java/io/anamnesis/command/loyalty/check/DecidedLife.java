package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.ledger.Expiring;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.command.loyalty.voucher.Voucher;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Money;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.audit.AuditEvent.Reference;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A random life of one customer as the log would hold it: facts in no order of time, and all that was decided on them. */
final class DecidedLife {
  static final String CUSTOMER = "C-1";
  static final ProgrammeVersions VERSIONS = new Versions();
  static final Earning EARNING = new Earning(VERSIONS);

  private static final Instant BEGIN = Instant.parse("2024-01-25T10:00:00Z");
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());
  private static final Reference FACT = new Reference("/test", "F");
  private static final RewardId REWARD = new RewardId("R");

  private final Random random;
  /** Who buys nothing has no pending points, and is more often left owing. */
  private final boolean buys;
  private final Account account = new Account();
  private final List<Recorded> log = new ArrayList<>();
  private final List<Told.At> facts = new ArrayList<>();
  private final List<UUID> redemptions = new ArrayList<>();
  /** Those confirmed with a voucher. */
  private final Set<UUID> vouched = new HashSet<>();
  private Instant now = BEGIN;
  private long decisions;

  /** A programme whose lots expire within weeks decides; the standard one is published, and never in force. */
  private static final class Versions implements ProgrammeVersions {
    private final Programme standard = Programme.standard();
    private final Programme brief = new Programme("brief", standard.zone(), 1, standard.qualifyingMonths(),
        standard.validityMonths(), standard.rules(), standard.tiers(), standard.monthlyCap(), List.of(), null, null,
        null, null);

    @Override
    public Programme inForceAt(Instant occurredAt, long position) {
      return brief;
    }

    @Override
    public Programme inForceNow(Instant at) {
      return brief;
    }

    @Override
    public Programme version(String name) {
      return switch (name) {
        case "brief" -> brief;
        case "default-1" -> standard;
        default -> throw new IllegalArgumentException(name);
      };
    }

    @Override
    public Set<String> types(long position) {
      return ProgrammeVersions.only(brief).types(position);
    }
  }

  private DecidedLife(Random random) {
    this.random = random;
    this.buys = random.nextInt(3) > 0;
  }

  static List<Recorded> of(Random random, int steps) {
    DecidedLife life = new DecidedLife(random);
    for (int i = 0; i < steps; i++) {
      life.step();
    }
    return life.log;
  }

  private void step() {
    now = now.plus(Duration.ofMinutes(random.nextInt(3 * 24 * 60)));
    switch (random.nextInt(12)) {
      case 0 -> state();
      case 1, 2 -> reserve();
      case 3 -> redeem(redemption -> confirm(redemption));
      case 4 -> {
        Canceller by = random.nextBoolean() ? Canceller.HOSPITAL : Canceller.CUSTOMER;
        redeem(redemption -> Redeeming.cancel(account.ledger(), redemption, by, true, now, RedemptionTerms.STANDARD));
      }
      case 5 -> sweep();
      default -> tell();
    }
  }

  private void tell() {
    Instant at = now.minus(Duration.ofMinutes(random.nextInt(random.nextInt(4) == 0 ? 60 * 24 * 60 : 600)));
    Told.At fact = new Told.At(at, log.size() + 1L, told());
    facts.add(fact);
    Recorded recorded = fact.recorded();
    log.add(recorded);
    decide(recorded, EARNING.decide(account, Change.of(recorded)));
  }

  /** What a source says later about one of the facts. */
  private void state() {
    if (facts.isEmpty()) {
      return;
    }
    Told.At fact = facts.get(random.nextInt(facts.size()));
    Recorded original = fact.recorded();
    AuditEvent said;
    if (random.nextInt(3) == 0) {
      said = new FactWithdrawn(FACT, null);
    } else {
      Told now = told();
      for (int tries = 0; now.getClass() != fact.told().getClass() && tries < 200; tries++) {
        now = told();
      }
      if (now.getClass() != fact.told().getClass()) {
        return;
      }
      said = new FactCorrected(FACT, (ObjectNode) EventCodec.mapper().readTree(CODEC.encode(now.event())));
    }
    var about = new Original(original.eventId(), original.type(), 1, original.position(), original.occurredAt(),
        original.recordedAt());
    Recorded statement = recorded(new UUID(9, log.size() + 1L), null, said,
        new Metadata("/test", "S", null, null, null, null, null, null, about));
    log.add(statement);
    CorrectedFact corrected = CorrectedFact.of(statement).orElseThrow();
    decide(statement, EARNING.decide(account, corrected.now() == null
        ? Change.withdrawing(statement, about)
        : new Change(statement, List.of(corrected.now()), null)));
  }

  private void reserve() {
    UUID redemption = new UUID(random.nextLong(), random.nextLong());
    long points = 1 + random.nextInt(Math.toIntExact(Math.max(1, account.ledger().available(now))));
    Bill bill = new Bill(points, points % 3 == 0 ? new Money(BigDecimal.TEN, Currency.getInstance("CNY")) : null,
        points % 4 == 0 ? new VoucherTerms(1, null) : null);
    command(
        () -> Redeeming.reserve(account.ledger(), redemption, REWARD, 1, bill, now, RedemptionTerms.STANDARD));
    redemptions.add(redemption);
    if (random.nextBoolean()) {
      now = now.plus(Duration.ofMinutes(1));
      command(() -> confirm(redemption));
    }
  }

  /** With a payment where one is needed. */
  private List<LoyaltyEvent> confirm(UUID redemption) {
    Redemption known = account.ledger().redemptions().get(redemption);
    return Redeeming.confirm(account.ledger(), redemption,
        known == null || known.voucher() == null ? List.of() : List.of(mark(redemption)),
        known == null || known.toPay() == null ? null : new Sealed("c.1"), now);
  }

  private void redeem(java.util.function.Function<UUID, List<LoyaltyEvent>> decision) {
    if (!redemptions.isEmpty()) {
      UUID redemption = redemptions.get(random.nextInt(3) == 0
          ? random.nextInt(redemptions.size())
          : redemptions.size() - 1);
      // Within the time that a reservation lasts, mostly.
      now = now.minus(Duration.ofMinutes(random.nextInt(2 * 24 * 60)));
      command(() -> decision.apply(redemption));
    }
  }

  private void sweep() {
    for (var due = Expiring.first(account.ledger(), now, RedemptionTerms.STANDARD); due.isPresent();) {
      decide(null, due.get().decided());
      due = Expiring.first(account.ledger(), now, RedemptionTerms.STANDARD);
    }
  }

  private void command(Supplier<List<LoyaltyEvent>> decision) {
    try {
      decide(null, decision.get());
    } catch (Refused refused) {
      // Records nothing.
    }
  }

  private void decide(@Nullable Recorded because, List<LoyaltyEvent> decided) {
    for (LoyaltyEvent event : decided) {
      account.evolve(event);
      log.add(recorded(new UUID(8, log.size() + 1L), decisions++, event,
          Metadata.ofDecision(because == null ? null : because.eventId(), null, null)));
      vouchers(event);
    }
  }

  /** What is told of vouchers in the same append. */
  private void vouchers(LoyaltyEvent event) {
    if (event instanceof RedemptionConfirmed confirmed && !confirmed.vouchers().isEmpty()) {
      UUID id = confirmed.redemptionId();
      vouched.add(id);
      voucher(new VoucherIssued(id, id, REWARD, new Sealed("r.1"), now, null));
    } else if (event instanceof RedemptionCancelled cancelled && vouched.contains(cancelled.redemptionId())) {
      UUID id = cancelled.redemptionId();
      voucher(new VoucherVoided(id, id, REWARD, now));
    }
  }

  private void voucher(VoucherEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    log.add(new Recorded(log.size() + 1L, new UUID(8, log.size() + 1L), Voucher.stream(mark(event.redemptionId())),
        event instanceof VoucherIssued ? 0L : 1L, CUSTOMER, type.type(), type.revision(), now, now, Metadata.NONE,
        event));
  }

  private static String mark(UUID redemption) {
    return "M-" + redemption;
  }

  private Recorded recorded(UUID id, @Nullable Long seq, CustomerEvent event, Metadata metadata) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new Recorded(log.size() + 1L, id, seq == null ? null : "points-account:" + CUSTOMER, seq, CUSTOMER,
        type.type(), type.revision(), now, now, metadata, event);
  }

  private Told told() {
    String few = Integer.toString(1 + random.nextInt(5));
    String visit = random.nextBoolean() ? "V-" + few : null;
    String kind = random.nextInt(3) == 0 ? null : random.nextInt(3) == 0 ? "chronic" : "rehabilitation";
    return switch (random.nextInt(14)) {
      case 0, 1 -> new Told.SignIn();
      case 2 -> new Told.Visit();
      case 3 -> new Told.Share(few);
      case 4 -> new Told.Activity(few);
      case 5 -> new Told.Survey("S-" + few, visit);
      case 6 -> new Told.Review("weibo", visit);
      case 7 -> new Told.Joined(few, kind);
      case 8 -> new Told.StepDone(few, kind);
      case 9, 10, 11 -> buys ? purchase(few) : new Told.Visit();
      default -> new Told.Refund(few, random.nextInt(6) == 0 ? "USD" : "CNY", random.nextInt(3),
          random.nextInt(100_000));
    };
  }

  private Told purchase(String id) {
    List<Long> lines = new ArrayList<>();
    for (int line = random.nextInt(1, 4); line > 0; line--) {
      lines.add((long) random.nextInt(200_000));
    }
    return new Told.Purchase(id, "CNY", lines,
        lines.stream().mapToLong(Long::longValue).sum() * random.nextInt(4) / 4);
  }
}
