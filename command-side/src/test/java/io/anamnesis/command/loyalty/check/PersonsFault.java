package io.anamnesis.command.loyalty.check;

import static io.anamnesis.command.loyalty.opening.Spoiling.at;
import static io.anamnesis.command.loyalty.opening.Spoiling.by;
import static io.anamnesis.command.loyalty.opening.Spoiling.byNobody;
import static io.anamnesis.command.loyalty.opening.Spoiling.later;
import static io.anamnesis.command.loyalty.opening.Spoiling.more;
import static io.anamnesis.command.loyalty.opening.Spoiling.one;
import static io.anamnesis.command.loyalty.opening.Spoiling.saying;
import static io.anamnesis.command.loyalty.opening.Spoiling.without;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.opening.Spoiling;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesRejected;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesSubmitted;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What could be wrong with what persons decided on points: each spoils a sound log in one place. */
enum PersonsFault {
  A_RECEIPT_WITHOUT_A_GIFT(Kind.TRANSFER, without(PointsSent.class)),
  A_GIFT_THAT_NOBODY_GOT(Kind.TRANSFER, without(PointsReceived.class)),
  A_RECEIPT_OF_MORE(Kind.TRANSFER, one(PointsReceived.class, (sound, got) -> List.of(saying(sound,
      received(got, got.points() + 1, lot -> new Lot(lot.lotId(), lot.points() + 1, lot.earnedAt(), lot.activeAt(),
          lot.expiresAt())))))),
  A_RECEIPT_THAT_KEEPS_LONGER(Kind.TRANSFER, one(PointsReceived.class, (sound, got) -> List.of(saying(sound,
      received(got, got.points(), lot -> new Lot(lot.lotId(), lot.points(), lot.earnedAt(), lot.activeAt(),
          lot.expiresAt().plus(Duration.ofDays(1)))))))),
  A_RECEIPT_THAT_IS_ACTIVE_EARLIER(Kind.TRANSFER, one(PointsReceived.class, (sound, got) -> List.of(saying(sound,
      received(got, got.points(), lot -> new Lot(lot.lotId(), lot.points(), lot.earnedAt(),
          lot.activeAt().minusSeconds(1), lot.expiresAt())))))),
  A_RECEIPT_OUT_OF_A_LOT_THAT_IS_NONE(Kind.TRANSFER, one(PointsReceived.class, (sound, got) -> List.of(saying(sound,
      new PointsReceived(got.transferId(), got.from(), got.link(), got.points(),
          got.lots().stream().map(one -> new ReceivedLot(one.lot(), UUID.randomUUID())).toList()))))),
  A_RECEIPT_TWICE(Kind.TRANSFER, one(PointsReceived.class, (sound, got) -> List.of(sound, more(sound,
      received(got, got.points(), lot -> new Lot(UUID.randomUUID(), lot.points(), lot.earnedAt(), lot.activeAt(),
          lot.expiresAt())))))),
  A_GIFT_TO_ANOTHER(Kind.TRANSFER, one(PointsSent.class, (sound, sent) -> List.of(saying(sound,
      new PointsSent(sent.transferId(), new CustomerId("C-3"), sent.link(), sent.by(), sent.points(),
          sent.from()))))),
  A_GIFT_AMONG_STRANGERS(Kind.TRANSFER, (log, random) -> log.stream()
      .anyMatch(event -> event.event() instanceof PointsSent)
          ? without(FamilyLinked.class).of(log, random)
          : Optional.empty()),
  A_GIFT_BEFORE_IT_IS_ACTIVE(Kind.TRANSFER, one(PointsSent.class,
      (sound, sent) -> List.of(at(sound, Instant.parse("2020-01-01T00:00:00Z"))))),

  A_GIFT_WHILE_POINTS_ARE_OWED(Kind.ARREARS, one(PointsSent.class, (sound, sent) -> List.of(
      more(sound, new PointsClawedBack(UUID.randomUUID(), "visit.completed", UUID.randomUUID(), Why.LATE_FACT,
          "default-1", "visit", sound.occurredAt(), 10, 0, 10, List.of(), List.of())),
      sound))),

  MORE_THAN_ONE_MAY_ALONE(Kind.PERSON, one(PointsAdjusted.class,
      made -> made.approvedBy() != null && Math.abs(made.points()) > DecidedFamily.ALONE,
      (sound, made) -> List.of(by(saying(sound, approved(made, null)), made.by().value())))),
  MORE_THAN_ONE_MAY_ALONE_IN_PARTS(Kind.PERSON, one(PointsAdjusted.class,
      made -> made.approvedBy() == null && made.points() > 0,
      (sound, made) -> Stream.concat(Stream.of(sound),
          Stream.generate(() -> more(sound, again(made))).limit(DecidedFamily.ALONE / made.points())).toList())),
  MORE_TAKEN_THAN_ONE_MAY_ALONE_IN_PARTS(Kind.PERSON, one(PointsAdjusted.class,
      made -> made.approvedBy() == null && made.points() < 0,
      (sound, made) -> Stream.concat(Stream.of(sound),
          Stream.generate(() -> more(sound, again(made))).limit(DecidedFamily.ALONE / -made.points())).toList())),
  APPROVED_BY_WHO_ASKED(Kind.PERSON, one(PointsAdjusted.class, made -> made.approvedBy() != null,
      (sound, made) -> List.of(by(saying(sound, approved(made, made.by())), made.by().value())))),
  APPROVED_WITHOUT_BEING_ASKED(Kind.PERSON, one(PointsAdjusted.class, made -> made.approvedBy() == null,
      (sound, made) -> List.of(by(saying(sound, approved(made, new StaffId("S-9"))), "S-9")))),
  APPROVED_FOR_MORE(Kind.PERSON, one(PointsAdjusted.class, made -> made.approvedBy() != null && made.points() > 0,
      (sound, made) -> List.of(saying(sound, worth(made, made.points() + 1))))),
  APPROVED_TWICE(Kind.PERSON, one(PointsAdjusted.class, made -> made.approvedBy() != null,
      (sound, made) -> List.of(sound, more(sound, made)))),
  APPROVED_AFTER_IT_WAS_REJECTED(Kind.PERSON, (log, random) -> one(AdjustmentRejected.class, no -> no.points() > 0,
      (sound, no) -> List.of(sound, by(more(sound,
          new PointsAdjusted(no.adjustmentId(), no.points(), new Sealed("c.1"), asker(log, no.adjustmentId()),
              new StaffId("S-9"), lot(no, sound.occurredAt()), List.of())),
          "S-9")))
      .of(log, random)),
  ADJUSTED_BY_NOBODY(Kind.PERSON, byNobody(PointsAdjusted.class, made -> made.approvedBy() == null)),
  ADJUSTED_IN_ANOTHERS_NAME(Kind.PERSON, one(PointsAdjusted.class, made -> made.approvedBy() == null,
      (sound, made) -> List.of(by(sound, "S-9")))),
  APPROVED_BY_NOBODY(Kind.PERSON, byNobody(PointsAdjusted.class, made -> made.approvedBy() != null)),
  ADJUSTED_UNDER_AN_ID_USED_BEFORE(Kind.PERSON, one(PointsAdjusted.class,
      made -> made.approvedBy() == null && made.points() < 0, (sound, made) -> List.of(sound, more(sound, made)))),
  AN_ADJUSTMENT_THAT_EXPIRES_LATER(Kind.LOT, one(PointsAdjusted.class, made -> made.lot() != null,
      (sound, made) -> List.of(saying(sound, given(made, new Lot(made.adjustmentId(), made.points(),
          sound.occurredAt(), sound.occurredAt(), sound.occurredAt().plus(Duration.ofDays(9_999)))))))),
  AN_ADJUSTMENT_UNDER_ANOTHER_NAME(Kind.LOT, one(PointsAdjusted.class, made -> made.lot() != null,
      (sound, made) -> List.of(saying(sound, given(made, new Lot(UUID.randomUUID(), made.points(),
          made.lot().earnedAt(), made.lot().activeAt(), made.lot().expiresAt())))))),
  ASKED_BY_NOBODY(Kind.PERSON, byNobody(AdjustmentRequested.class, asked -> true)),
  REJECTED_BY_NOBODY(Kind.PERSON, byNobody(AdjustmentRejected.class, no -> true)),
  REJECTED_WITHOUT_BEING_ASKED(Kind.PERSON, one(AdjustmentRejected.class, (sound, no) -> List.of(sound,
      more(sound, new AdjustmentRejected(UUID.randomUUID(), no.points(), no.by()))))),

  A_WRITE_OFF_ASKED_BY_NOBODY(Kind.PERSON, byNobody(WriteOffRequested.class, asked -> true)),
  A_WRITE_OFF_REJECTED_BY_NOBODY(Kind.PERSON, byNobody(WriteOffRejected.class, no -> true)),
  A_WRITE_OFF_APPROVED_BY_WHO_ASKED(Kind.PERSON, one(ArrearsWrittenOff.class, (sound, made) -> List.of(by(saying(sound,
      new ArrearsWrittenOff(made.writeOffId(), made.points(), made.reason(), made.by(), made.by())),
      made.by().value())))),
  A_WRITE_OFF_THAT_NOBODY_ASKED_FOR(Kind.PERSON, one(ArrearsWrittenOff.class, (sound, made) -> List.of(saying(sound,
      new ArrearsWrittenOff(UUID.randomUUID(), made.points(), made.reason(), made.by(), made.approvedBy()))))),
  A_WRITE_OFF_OF_MORE(Kind.PERSON, one(ArrearsWrittenOff.class, (sound, made) -> List.of(saying(sound,
      new ArrearsWrittenOff(made.writeOffId(), made.points() + 1, made.reason(), made.by(), made.approvedBy()))))),
  A_WRITE_OFF_APPROVED_BY_NOBODY(Kind.PERSON, byNobody(ArrearsWrittenOff.class, made -> true)),

  A_LEVEL_GIVEN_BY_NOBODY(Kind.PERSON, byNobody(TierOverridden.class, given -> true)),
  A_LEVEL_THAT_IS_NONE(Kind.PERSON, one(TierOverridden.class, (sound, given) -> List.of(saying(sound,
      new TierOverridden(given.overrideId(), 6, given.programme(), given.from(), given.until(), given.reason(),
          given.by()))))),
  A_LEVEL_GIVEN_FOR_NO_TIME(Kind.PERSON, one(TierOverridden.class, (sound, given) -> List.of(saying(sound,
      new TierOverridden(given.overrideId(), given.level(), given.programme(), given.from(), given.from(),
          given.reason(),
          given.by()))))),
  A_LEVEL_GIVEN_IN_HINDSIGHT(Kind.PERSON, one(TierOverridden.class, (sound, given) -> List.of(saying(sound,
      new TierOverridden(given.overrideId(), given.level(), given.programme(), given.from().minusSeconds(60),
          given.until(),
          given.reason(), given.by()))))),
  A_LEVEL_TAKEN_AWAY_BY_NOBODY(Kind.PERSON, byNobody(TierOverrideWithdrawn.class, end -> true)),
  A_LEVEL_TAKEN_AWAY_TWICE(Kind.PERSON, one(TierOverrideWithdrawn.class,
      (sound, end) -> List.of(sound, more(sound, end)))),
  A_LEVEL_TAKEN_AWAY_THAT_NOBODY_GAVE(Kind.PERSON, one(TierOverrideWithdrawn.class, (sound, end) -> List.of(
      saying(sound, new TierOverrideWithdrawn(UUID.randomUUID(), end.withdrawnAt(), end.reason(), end.by()))))),

  BOOKED_WITHOUT_AN_APPROVAL(Kind.OPENING, without(OpeningBalanceApproved.class)),
  BOOKED_FOR_MORE(Kind.OPENING, one(OpeningBalanceBooked.class, (sound, booked) -> List.of(saying(sound,
      booked(booked, booked.total() + 1, lot -> new Lot(lot.lotId(), lot.points() + 1, lot.earnedAt(),
          lot.activeAt(), lot.expiresAt())))))),
  BOOKED_FOR_LONGER(Kind.OPENING, one(OpeningBalanceBooked.class, (sound, booked) -> List.of(saying(sound,
      booked(booked, booked.total(), lot -> new Lot(lot.lotId(), lot.points(), lot.earnedAt(), lot.activeAt(),
          lot.expiresAt().plusSeconds(1))))))),
  BOOKED_TWICE(Kind.OPENING, one(OpeningBalanceBooked.class, (sound, booked) -> List.of(sound, more(sound, booked)))),
  APPROVED_WITHOUT_AN_UPLOAD(Kind.OPENING, one(OpeningBalanceApproved.class, (sound, approved) -> List.of(saying(sound,
      new OpeningBalanceApproved("OLD-0", approved.lots(), approved.total(), approved.by(),
          approved.approvedBy()))))),
  APPROVED_BY_NONE(Kind.OPENING, without(OpeningBalancesApproved.class)),
  APPROVED_BY_ANOTHER(Kind.OPENING, one(OpeningBalancesApproved.class, (sound, approved) -> List.of(saying(sound,
      new OpeningBalancesApproved(approved.reference(), new StaffId("S-9")))))),
  APPROVED_THOUGH_REJECTED(Kind.OPENING, one(OpeningBalancesApproved.class, (sound, approved) -> List.of(saying(sound,
      new OpeningBalancesRejected(approved.reference(), approved.by()))))),
  APPROVED_BY_WHO_UPLOADED(Kind.OPENING, (log, random) -> ofApproved(log).isEmpty()
      ? Optional.empty()
      : Optional.of(log.stream().map(PersonsFault::allByOne).toList())),
  APPROVED_IN_ANOTHERS_NAME(Kind.OPENING, one(OpeningBalanceApproved.class,
      (sound, approved) -> List.of(by(sound, "S-9")))),
  UPLOADED_IN_ANOTHERS_NAME(Kind.OPENING, (log, random) -> one(OpeningBalanceProposed.class,
      told -> ofApproved(log).contains(told.reference()), (sound, told) -> List.of(by(sound, "S-9")))
      .of(log, random)),
  /** What was approved is said in another place than of a line of the batch, too. */
  APPROVED_OTHERWISE_THAN_UPLOADED(Kind.OPENING, (log, random) -> one(OpeningBalanceProposed.class,
      told -> ofApproved(log).contains(told.reference()), (sound, told) -> List.of(
          saying(sound, new OpeningBalanceProposed(told.reference(), told.line(), told.lots(), told.total() + 1)),
          later(more(sound, told), 7)))
      .of(log, random)),
  APPROVED_BESIDE_THE_BATCH(Kind.OPENING, one(OpeningBalanceApproved.class,
      (sound, approved) -> List.of(later(sound, 9))));

  private final Kind kind;
  private final Spoiling spoiling;

  PersonsFault(Kind kind, Spoiling spoiling) {
    this.kind = kind;
    this.spoiling = spoiling;
  }

  /** As what it must be found, whatever else is found with it. */
  Kind kind() {
    return kind;
  }

  /** Empty where the log has nothing that could be spoiled so. */
  Optional<List<Recorded>> plant(List<Recorded> log, Random random) {
    return spoiling.of(log, random);
  }

  /** References of batches that were approved. */
  private static Set<String> ofApproved(List<Recorded> log) {
    return log.stream().map(Recorded::event).filter(OpeningBalancesApproved.class::isInstance)
        .map(event -> ((OpeningBalancesApproved) event).reference()).collect(Collectors.toSet());
  }

  /** One person has done all of every batch. */
  private static Recorded allByOne(Recorded recorded) {
    StaffId one = new StaffId("S-9");
    return switch (recorded.event()) {
      case OpeningBalancesSubmitted told -> by(saying(recorded, new OpeningBalancesSubmitted(told.reference(),
          told.system(), told.customers(), told.lots(), told.total(), one)), "S-9");
      case OpeningBalanceProposed ignored -> by(recorded, "S-9");
      case OpeningBalancesApproved told ->
        by(saying(recorded, new OpeningBalancesApproved(told.reference(), one)), "S-9");
      case OpeningBalanceApproved told -> by(saying(recorded,
          new OpeningBalanceApproved(told.reference(), told.lots(), told.total(), one, one)), "S-9");
      case OpeningBalanceBooked told -> saying(recorded,
          new OpeningBalanceBooked(told.reference(), told.lots(), told.total(), one, one));
      default -> recorded;
    };
  }

  private static PointsReceived received(PointsReceived got, long points, UnaryOperator<Lot> first) {
    List<ReceivedLot> lots = new ArrayList<>(got.lots());
    lots.set(0, new ReceivedLot(first.apply(lots.getFirst().lot()), lots.getFirst().outOf()));
    return new PointsReceived(got.transferId(), got.from(), got.link(), points, lots);
  }

  private static OpeningBalanceBooked booked(OpeningBalanceBooked booked, long total, UnaryOperator<Lot> first) {
    List<Lot> lots = new ArrayList<>(booked.lots());
    lots.set(0, first.apply(lots.getFirst()));
    return new OpeningBalanceBooked(booked.reference(), lots, total, booked.by(), booked.approvedBy());
  }

  private static PointsAdjusted approved(PointsAdjusted made, @Nullable StaffId second) {
    return new PointsAdjusted(made.adjustmentId(), made.points(), made.reason(), made.by(), second, made.lot(),
        made.from());
  }

  private static PointsAdjusted given(PointsAdjusted made, Lot lot) {
    return new PointsAdjusted(made.adjustmentId(), lot.points(), made.reason(), made.by(), made.approvedBy(), lot,
        made.from());
  }

  private static PointsAdjusted worth(PointsAdjusted made, long points) {
    return given(made, new Lot(made.adjustmentId(), points, made.lot().earnedAt(), made.lot().activeAt(),
        made.lot().expiresAt()));
  }

  private static PointsAdjusted again(PointsAdjusted made) {
    UUID id = UUID.randomUUID();
    Lot lot = made.lot();
    return new PointsAdjusted(id, made.points(), made.reason(), made.by(), null,
        lot == null ? null : new Lot(id, made.points(), lot.earnedAt(), lot.activeAt(), lot.expiresAt()),
        made.from());
  }

  private static StaffId asker(List<Recorded> log, UUID adjustment) {
    return log.stream().map(Recorded::event).filter(AdjustmentRequested.class::isInstance)
        .map(AdjustmentRequested.class::cast).filter(asked -> asked.adjustmentId().equals(adjustment)).findFirst()
        .orElseThrow().by();
  }

  private static Lot lot(AdjustmentRejected no, Instant at) {
    return new Lot(no.adjustmentId(), no.points(), at, at, DecidedFamily.PROGRAMME.expiresAt(at));
  }
}
