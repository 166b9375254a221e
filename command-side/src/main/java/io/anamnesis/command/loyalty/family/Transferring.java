package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.ledger.Crediting;
import io.anamnesis.command.loyalty.ledger.HeldLot;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerDraft;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Points given to a member of the family: active and unreserved ones, in the order of consumption, each lot with its dates.
 * What the receiver owes is repaid first.
 */
public final class Transferring {
  private Transferring() {}

  /**
   * One decision, in the words of both accounts.
   *
   * @param sent on the giver's account
   * @param received on the receiver's
   */
  public record Passed(List<LoyaltyEvent> sent, List<LoyaltyEvent> received) {}

  /**
   * Refuses by what the facts say of the two before anything that an account would give away about its owner; the receiver's
   * account has no say.
   *
   * @throws Refused {@link Reason#NOT_FAMILY}, {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN},
   *     {@link Reason#IN_ARREARS}, {@link Reason#NOT_ENOUGH_POINTS}
   */
  public static Passed decide(Ledger giver, Ledger receiver, Family family, TransferPoints asked) {
    UUID link = family.link(asked.from(), asked.to()).orElseThrow(() -> new Refused(Reason.NOT_FAMILY));
    family.mustAllow(asked.by(), asked.from());
    if (giver.arrears() > 0) {
      throw new Refused(Reason.IN_ARREARS);
    }
    List<HeldLot> active = LedgerDraft.inOrder(giver, lot -> lot.isActive(asked.at())).toList();
    List<Allocation> from = LedgerDraft.allocate(active, asked.points());
    if (LedgerDraft.sum(from) < asked.points()) {
      throw new Refused(Reason.NOT_ENOUGH_POINTS);
    }
    List<ReceivedLot> lots = from.stream().map(part -> received(asked.transferId(), giver.lot(part), part)).toList();
    return new Passed(
        List.of(new PointsSent(asked.transferId(), asked.to(), link, asked.by(), asked.points(), from)),
        credited(receiver, new PointsReceived(asked.transferId(), asked.from(), link, asked.points(), lots),
            asked.at()));
  }

  /**
   * The points as a lot of the receiver's. The same lot may be given in parts, come back, and have got a later expiry for some
   * of its points: each is a lot of its own.
   */
  private static ReceivedLot received(UUID transferId, HeldLot lot, Allocation part) {
    String name = transferId + "/" + part.lotId() + "/" + part.expiresAt();
    return new ReceivedLot(new Lot(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), part.points(),
        lot.earnedAt(), lot.activeAt(), lot.expiresAt()), part.lotId());
  }

  private static List<LoyaltyEvent> credited(Ledger receiver, PointsReceived points, Instant at) {
    LedgerDraft draft = new LedgerDraft(receiver);
    draft.add(points);
    Crediting.repay(draft, at);
    return draft.decided();
  }
}
