package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.opening.OpeningAnswer;
import io.anamnesis.command.loyalty.opening.OpeningBalancePolicy;
import io.anamnesis.command.loyalty.opening.OpeningBatch;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.OpeningBalanceEvent;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Balances that came over from an older system: what is booked is what was approved, and what is approved what was uploaded, in a
 * batch that another person approved. That all that was approved is booked is told by {@code OpeningReconciliation}.
 */
final class OpeningBook {
  private static final String NONE = "none";

  private final Findings findings;
  private final List<Recorded> proposed = new ArrayList<>();
  private final Map<UUID, Recorded> approved = new HashMap<>();
  private final List<Recorded> booked = new ArrayList<>();

  OpeningBook(Findings findings) {
    this.findings = findings;
  }

  void take(Recorded recorded, OpeningBalanceEvent event) {
    switch (event) {
      case OpeningBalanceProposed ignored -> proposed.add(recorded);
      case OpeningBalanceApproved ignored -> approved.put(recorded.eventId(), recorded);
      default -> {
        // Of the batch as a whole: concerns nobody.
      }
    }
  }

  void book(Recorded recorded) {
    booked.add(recorded);
  }

  /** The account is at its end. */
  void end(Elsewhere elsewhere) {
    for (Recorded booking : booked) {
      Recorded approval = approved.get(booking.metadata().causedBy());
      hold(approval == null ? "an approval" : asBooked(approval), words((OpeningBalanceBooked) booking.event()),
          booking);
      if (approval != null) {
        hold(OpeningBalancePolicy.booking(approval).toString(), booking.eventId().toString(), booking);
      }
    }
    approved.values().forEach(approval -> judge(approval, (OpeningBalanceApproved) approval.event(), elsewhere));
  }

  private void judge(Recorded recorded, OpeningBalanceApproved approval, Elsewhere elsewhere) {
    OpeningBatch batch = elsewhere.batch(approval.reference()).orElse(null);
    hold(decision(OpeningBatch.State.APPROVED, approval.by(), approval.approvedBy()),
        batch == null ? NONE : decision(batch.state(), batch.submitted().by(), batch.decidedBy()), recorded);
    did(recorded, approval.approvedBy());
    if (approval.by().equals(approval.approvedBy())) {
      hold("another than " + approval.by().value(), approval.approvedBy().value(), recorded);
    }
    Recorded line = batch == null ? null : line(batch, recorded);
    hold(approval.total() + " as " + approval.lots(),
        line != null && line.event() instanceof OpeningBalanceProposed told ? told.total() + " as " + told.lots()
            : NONE,
        recorded);
    if (line != null) {
      did(line, approval.by());
    }
  }

  private void did(Recorded recorded, StaffId by) {
    hold(by.value(), Objects.requireNonNullElse(recorded.metadata().actor(), "nobody"), recorded);
  }

  /** A batch's stream is its upload, a proposal a customer, its approval, and an approval a customer in the same order. */
  private @Nullable Recorded line(OpeningBatch batch, Recorded approval) {
    String stream = OpeningBatch.stream(batch.submitted().reference());
    int customers = batch.submitted().customers();
    return proposed.stream().filter(told -> stream.equals(told.stream()) && stream.equals(approval.stream()))
        .filter(told -> seq(told) >= 1 && seq(told) <= customers && seq(approval) == seq(told) + customers + 1)
        .findFirst().orElse(null);
  }

  private static long seq(Recorded event) {
    return Objects.requireNonNull(event.seq());
  }

  private static String decision(OpeningBatch.State state, StaffId by, @Nullable StaffId decidedBy) {
    return OpeningAnswer.word(state) + " by " + (decidedBy == null ? "nobody" : decidedBy.value()) + ", uploaded by "
        + by.value();
  }

  /** What follows from an approval; lots are named by it and their number. */
  private static String asBooked(Recorded approval) {
    OpeningBalanceApproved told = (OpeningBalanceApproved) approval.event();
    List<Lot> lots = new ArrayList<>();
    for (DatedPoints lot : told.lots()) {
      UUID id =
          UUID.nameUUIDFromBytes((approval.eventId() + "/" + lots.size()).getBytes(StandardCharsets.UTF_8));
      lots.add(new Lot(id, lot.points(), lot.earnedAt(), lot.earnedAt(), lot.expiresAt()));
    }
    return words(new OpeningBalanceBooked(told.reference(), lots, told.total(), told.by(), told.approvedBy()));
  }

  private static String words(OpeningBalanceBooked booked) {
    return booked.total() + " of " + booked.reference() + " by " + booked.by().value() + " and "
        + booked.approvedBy().value() + ": " + booked.lots();
  }

  private void hold(String expected, String found, Recorded recorded) {
    findings.hold(Kind.OPENING, null, null, expected, found, recorded.position());
  }
}
