package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.account.LevelCommand;
import io.anamnesis.command.loyalty.account.OpeningBooking;
import io.anamnesis.command.loyalty.account.Overriding;
import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsCommand;
import io.anamnesis.command.loyalty.account.PersonsDeciding;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.account.RandomPersons;
import io.anamnesis.command.loyalty.family.Family;
import io.anamnesis.command.loyalty.family.TransferPoints;
import io.anamnesis.command.loyalty.family.Transferring;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.opening.OpeningBalancePolicy;
import io.anamnesis.command.loyalty.opening.OpeningBatch;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.audit.AuditEvent.Reference;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesRejected;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesSubmitted;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.eventstore.DecisionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random lives of two of a family, and what persons decided on their points and levels, as the log would hold them. */
final class DecidedFamily {
  static final List<CustomerId> MEMBERS = List.of(new CustomerId("C-1"), new CustomerId("C-2"));
  static final long ALONE = 40;
  static final Programme PROGRAMME = RandomPersons.programme(ALONE);
  static final Earning EARNING = new Earning(ProgrammeVersions.only(PROGRAMME));

  private static final List<StaffId> STAFF = List.of(new StaffId("S-1"), new StaffId("S-2"), new StaffId("S-3"));
  private static final Sealed REASON = new Sealed("c.1");

  private final Random random;
  private final List<Recorded> log = new ArrayList<>();
  private final Map<CustomerId, Account> accounts = new HashMap<>();
  private final Map<String, Long> next = new HashMap<>();
  private final List<Recorded> visits = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Recorded tie;
  private Instant now = Instant.parse("2026-01-05T02:00:00Z");
  private int batches;

  private record Asked(CustomerId customer, UUID id, Kind kind) {}

  private DecidedFamily(Random random) {
    this.random = random;
    MEMBERS.forEach(member -> accounts.put(member, new Account()));
    tie = fact(MEMBERS.getFirst(), new FamilyLinked(MEMBERS.getLast(), null, null), Metadata.NONE);
  }

  static List<Recorded> of(Random random, int steps) {
    DecidedFamily family = new DecidedFamily(random);
    for (int i = 0; i < steps; i++) {
      family.step();
    }
    return family.log;
  }

  private void step() {
    now = now.plus(Duration.ofMinutes(random.nextInt(16 * 60)));
    CustomerId member = MEMBERS.get(random.nextInt(2));
    switch (random.nextInt(17)) {
      case 0, 1, 15, 16 -> visit(member);
      case 2 -> leaveOwing(member);
      case 3, 4, 5 -> adjust(member);
      case 6, 7, 8 -> decide();
      case 9, 10 -> writeOff();
      case 11, 12 -> give(member, 1 + random.nextInt(30));
      case 13 -> level(member);
      default -> open();
    }
  }

  private void visit(CustomerId member) {
    Recorded visit = fact(member,
        new VisitCompleted(new VisitId("V-" + log.size()), null, null, null, null, null, null), Metadata.NONE);
    visits.add(visit);
    decide(member, visit, EARNING.decide(account(member), Change.of(visit)));
  }

  /** All is given away, and then nothing has been earned. */
  private void leaveOwing(CustomerId member) {
    long all = account(member).ledger().available(now);
    if (all > 0) {
      give(member, all);
    }
    List<Recorded> own = visits.stream().filter(visit -> member.value().equals(visit.subject())).toList();
    visits.removeAll(own);
    own.forEach(this::withdraw);
    writeOff();
    if (random.nextBoolean()) {
      decide();
    }
  }

  private void withdraw(Recorded visit) {
    var about = new Original(visit.eventId(), visit.type(), 1, visit.position(), visit.occurredAt(),
        visit.recordedAt());
    CustomerId member = new CustomerId(visit.subject());
    Recorded said = fact(member, new FactWithdrawn(new Reference("/test", "F"), null),
        new Metadata("/test", "S", null, null, null, null, null, null, about));
    decide(member, said, EARNING.decide(account(member), Change.withdrawing(said, about)));
  }

  private void adjust(CustomerId member) {
    UUID id = id();
    long points = (random.nextInt(3) > 0 ? 1 : -1) * (1 + random.nextInt((int) ALONE * 2));
    asked.add(new Asked(member, id, Kind.ADJUSTMENT));
    persons(member, id, id, new Wish.Adjust(points, REASON));
  }

  private void writeOff() {
    for (CustomerId member : MEMBERS) {
      UUID id = id();
      long owed = account(member).ledger().arrears();
      if (owed > 0) {
        asked.add(new Asked(member, id, Kind.WRITE_OFF));
        persons(member, id, id, new Wish.WriteOff(1 + random.nextLong(owed), REASON));
      }
    }
  }

  private void decide() {
    if (!asked.isEmpty()) {
      // Mostly one that nobody has decided on.
      Asked one = asked.get(asked.size() - 1 - random.nextInt(random.nextInt(asked.size()) + 1));
      persons(one.customer(), id(), one.id(),
          random.nextInt(4) > 0 ? new Wish.Approve(one.kind()) : new Wish.Reject(one.kind()));
    }
  }

  private void persons(CustomerId member, UUID command, UUID id, Wish wish) {
    StaffId by = anyone();
    Account account = account(member);
    decide(member, command, by, () -> PersonsDeciding.decide(account.ledger(), account.requests(), account.alone(),
        new PersonsCommand(member, id, wish, by, now), PROGRAMME));
  }

  private void level(CustomerId member) {
    UUID id = id();
    StaffId by = anyone();
    decide(member, id, by, () -> random.nextInt(3) > 0
        ? Overriding.give(account(member), new LevelCommand.Give(member, id, 1 + random.nextInt(5),
            PROGRAMME.version(), now.plus(Duration.ofDays(1 + random.nextInt(20))), REASON, by, now), EARNING)
        : Overriding.withdraw(account(member), new LevelCommand.Withdraw(member, id, REASON, by, now), EARNING));
  }

  private void give(CustomerId giver, long points) {
    CustomerId receiver = MEMBERS.get(1 - MEMBERS.indexOf(giver));
    UUID id = id();
    try {
      Transferring.Passed passed = Transferring.decide(account(giver).ledger(), account(receiver).ledger(),
          new Family(who -> who.value().equals(tie.subject()) ? List.of(tie) : List.of(), now),
          new TransferPoints(giver, receiver, id, null, points, now));
      decide(giver, id, null, passed::sent);
      decide(receiver, id, null, passed::received);
    } catch (Refused refused) {
      // Records nothing.
    }
  }

  /** A batch of both. */
  private void open() {
    String reference = "OLD-" + ++batches;
    StaffId by = anyone();
    StaffId second = STAFF.get((STAFF.indexOf(by) + 1) % STAFF.size());
    List<List<DatedPoints>> lots = MEMBERS.stream().map(member -> lots()).toList();
    batch(reference, null, by, null,
        new OpeningBalancesSubmitted(reference, "old", 2, 9, sum(lots.getFirst()) + sum(lots.getLast()), by));
    for (int i = 0; i < 2; i++) {
      batch(reference, MEMBERS.get(i), by, null,
          new OpeningBalanceProposed(reference, i + 2, lots.get(i), sum(lots.get(i))));
    }
    if (random.nextInt(4) == 0) {
      batch(reference, null, second, null, new OpeningBalancesRejected(reference, second));
      return;
    }
    Recorded header = batch(reference, null, second, null, new OpeningBalancesApproved(reference, second));
    List<Recorded> approvals = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      approvals.add(batch(reference, MEMBERS.get(i), second, header.eventId(),
          new OpeningBalanceApproved(reference, lots.get(i), sum(lots.get(i)), by, second)));
    }
    approvals.forEach(approval -> book(new CustomerId(approval.subject()), approval));
  }

  private void book(CustomerId member, Recorded approval) {
    List<LoyaltyEvent> booked = OpeningBooking.book(account(member).ledger(),
        (OpeningBalanceApproved) approval.event(), approval.eventId(), now);
    Metadata metadata = Metadata.ofDecision(approval.eventId(), "opening-balances", null);
    for (LoyaltyEvent event : booked) {
      record(member, event == booked.getFirst() ? OpeningBalancePolicy.booking(approval) : id(), event, metadata);
    }
  }

  private List<DatedPoints> lots() {
    List<DatedPoints> lots = new ArrayList<>();
    for (int lot = 1 + random.nextInt(2); lot > 0; lot--) {
      lots.add(new DatedPoints(1 + random.nextInt(50), now.minus(Duration.ofDays(random.nextInt(300))),
          now.plus(Duration.ofDays(1 + random.nextInt(200)))));
    }
    return lots;
  }

  private static long sum(List<DatedPoints> lots) {
    return lots.stream().mapToLong(DatedPoints::points).sum();
  }

  private void decide(CustomerId member, Recorded because, List<LoyaltyEvent> decided) {
    Metadata metadata = Metadata.ofDecision(because.eventId(), "earning", null);
    decided.forEach(event -> record(member, id(), event, metadata));
  }

  /** @param by null: the customer */
  private void decide(CustomerId member, UUID command, @Nullable StaffId by, Supplier<List<LoyaltyEvent>> decision) {
    try {
      int ordinal = 0;
      for (LoyaltyEvent event : decision.get()) {
        record(member, DecisionId.ofCommand(command, PointsAccount.stream(member), ordinal++), event,
            Metadata.ofDecision(null, null, by == null ? "app" : by.value()));
      }
    } catch (Refused refused) {
      // Records nothing.
    }
  }

  private void record(CustomerId member, UUID id, LoyaltyEvent event, Metadata metadata) {
    account(member).evolve(event);
    if (event instanceof PointsAdjusted made) {
      account(member).alone().evolve(made, now);
    }
    add(id, PointsAccount.stream(member), member, event, metadata);
  }

  private Recorded batch(String reference, @Nullable CustomerId member, StaffId by, @Nullable UUID cause,
      CustomerEvent event) {
    return add(id(), OpeningBatch.stream(reference), member, event, Metadata.ofDecision(cause, null, by.value()));
  }

  private Recorded fact(CustomerId member, CustomerEvent event, Metadata metadata) {
    return add(id(), null, member, event, metadata);
  }

  private Recorded add(UUID id, @Nullable String stream, @Nullable CustomerId member, CustomerEvent event,
      Metadata metadata) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    Long seq = stream == null ? null : next.merge(stream, 1L, Long::sum) - 1;
    Recorded recorded = new Recorded(log.size() + 1L, id, stream, seq, member == null ? null : member.value(),
        type.type(), type.revision(), now, now, metadata, event);
    log.add(recorded);
    return recorded;
  }

  private Account account(CustomerId member) {
    return accounts.get(member);
  }

  private StaffId anyone() {
    return STAFF.get(random.nextInt(STAFF.size()));
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
