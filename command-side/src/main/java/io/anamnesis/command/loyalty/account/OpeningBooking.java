package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.ledger.Crediting;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Books what a customer had in an older system, lot by lot as approved. The lots are spent and expire like any others; no
 * interaction earned them here, so they count for no level. What is owed is repaid first.
 */
public final class OpeningBooking {
  private OpeningBooking() {}

  /**
   * @param approval event id of what was approved: the lots' ids follow from it
   * @param at when it was approved; a lot that had expired by then is booked, and expires at once
   */
  public static List<LoyaltyEvent> book(Ledger ledger, OpeningBalanceApproved approved, UUID approval, Instant at) {
    List<Lot> lots = new ArrayList<>();
    for (DatedPoints told : approved.lots()) {
      lots.add(new Lot(lotId(approval, lots.size()), told.points(), told.earnedAt(), told.earnedAt(),
          told.expiresAt()));
    }
    return Crediting.lots(ledger,
        new OpeningBalanceBooked(approved.reference(), lots, approved.total(), approved.by(), approved.approvedBy()),
        lots, at);
  }

  private static UUID lotId(UUID approval, int number) {
    return UUID.nameUUIDFromBytes((approval + "/" + number).getBytes(StandardCharsets.UTF_8));
  }
}
