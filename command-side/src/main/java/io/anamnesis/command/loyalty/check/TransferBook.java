package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.check.LotBook.Held;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.eventstore.DecisionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that passed within a family: what one gave is what the other got. The other half of a transfer is on the other person's
 * account, under an id that follows from the transfer. As no id is in the log twice, no half can stand for two.
 */
final class TransferBook {
  private final String customer;
  private final LotBook book;
  private final Findings findings;
  private final List<Half> halves = new ArrayList<>();

  /**
   * One half of a transfer.
   *
   * @param expected what the other one says, in {@link #words}
   * @param other its id
   */
  private record Half(FamilyEvent event, String giver, String receiver, String expected, UUID other, long position) {}

  TransferBook(String customer, LotBook book, Findings findings) {
    this.customer = customer;
    this.book = book;
    this.findings = findings;
  }

  /** To be told before the points are taken. */
  void send(Recorded recorded, PointsSent sent) {
    findings.hold(Kind.ARREARS, null, null, 0, book.arrears(), recorded.position());
    List<ReceivedLot> lots = new ArrayList<>();
    for (Allocation part : sent.from()) {
      Held held = book.find(part);
      if (held != null) {
        mustBeActive(held.lot(), recorded);
        lots.add(new ReceivedLot(new Lot(lotId(sent.transferId(), part), part.points(), held.lot().earnedAt(),
            held.lot().activeAt(), held.lot().expiresAt()), part.lotId()));
      }
    }
    take(recorded, sent, customer, sent.to().value(),
        new PointsReceived(sent.transferId(), new CustomerId(customer), sent.link(), sent.points(), lots));
  }

  private void mustBeActive(Lot lot, Recorded sent) {
    Instant at = sent.occurredAt();
    if (lot.activeAt().isAfter(at) || !lot.expiresAt().isAfter(at)) {
      findings.hold(Kind.TRANSFER, null, null, "active from " + lot.activeAt() + " to " + lot.expiresAt(),
          at.toString(), sent.position());
    }
  }

  /** As it was decided: what is received has a name that follows from where it came from. */
  private static UUID lotId(UUID transfer, Allocation part) {
    return UUID.nameUUIDFromBytes(
        (transfer + "/" + part.lotId() + "/" + part.expiresAt()).getBytes(StandardCharsets.UTF_8));
  }

  void receive(Recorded recorded, PointsReceived received) {
    List<Allocation> from = received.lots().stream()
        .map(one -> new Allocation(one.outOf(), one.lot().points(), one.lot().expiresAt())).toList();
    take(recorded, received, received.from().value(), customer, new PointsSent(received.transferId(),
        new CustomerId(customer), received.link(), null, received.points(), from));
  }

  private void take(Recorded recorded, FamilyEvent half, String giver, String receiver, FamilyEvent other) {
    findings.hold(Kind.TRANSFER, null, null, id(half, customer).toString(), recorded.eventId().toString(),
        recorded.position());
    String with = customer.equals(giver) ? receiver : giver;
    halves.add(new Half(half, giver, receiver, words(with, other), id(half, with), recorded.position()));
  }

  /** Of the first event on a person's account that a transfer led to. */
  private static UUID id(FamilyEvent half, String person) {
    return DecisionId.ofCommand(half.transferId(), PointsAccount.stream(new CustomerId(person)), 0);
  }

  /** The account is at its end. */
  void end(Elsewhere elsewhere) {
    Set<UUID> wanted = new HashSet<>();
    halves.forEach(half -> {
      wanted.add(half.other());
      wanted.add(half.event().link());
    });
    Map<UUID, Recorded> found = new HashMap<>();
    elsewhere.find(wanted).forEach(event -> found.put(event.eventId(), event));
    for (Half half : halves) {
      findings.hold(Kind.TRANSFER, null, null, half.expected(), words(found.get(half.other())), half.position());
      mustBeFamily(half, found.get(half.event().link()));
    }
  }

  /** Whether the tie still held then is asked of facts that may have come in the same moment: it is not held. */
  private void mustBeFamily(Half half, @Nullable Recorded link) {
    boolean ties = link != null && link.event() instanceof FamilyLinked
        && Set.of(half.giver(), half.receiver()).contains(Objects.requireNonNullElse(link.subject(), ""));
    String tie = "a family of " + half.giver() + " and " + half.receiver();
    findings.hold(Kind.TRANSFER, null, null, tie, ties ? tie : "none", half.position());
  }

  private static String words(@Nullable Recorded other) {
    return other != null && other.event() instanceof FamilyEvent half && other.subject() != null
        ? words(other.subject(), half)
        : "none";
  }

  /** All of a half that the other one has a say in. */
  private static String words(String whose, FamilyEvent half) {
    return switch (half) {
      case PointsSent sent -> whose + " gave " + sent.points() + " to " + sent.to().value() + " in "
          + sent.transferId() + " by " + sent.link() + ": " + sent.from();
      case PointsReceived received -> whose + " got " + received.points() + " of " + received.from().value() + " in "
          + received.transferId() + " by " + received.link() + ": " + received.lots();
    };
  }
}
