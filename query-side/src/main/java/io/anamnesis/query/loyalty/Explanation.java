package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Cap;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Pooled.Share;

/**
 * {@code GET /customers/{c}/points/ledger/{entryId}/explanation}: why a line of the ledger is what it is. All of it is read
 * from events, nothing is worked out anew.
 *
 * @param kind points, owed as the ledger's line says
 * @param text why, in a sentence, in the reader's language
 * @param interaction what the points are for; null where a person or the calendar was the cause
 * @param because the fact that led to this decision, where it is not the interaction itself: a refund, a correction, a fact
 *     that came late; of a transfer the fact that makes the two family
 * @param programme version of the programme that decided
 * @param level the level held just before the interaction
 * @param cap the cap that left less than the rule gives
 * @param values what the rule's condition could see
 * @param parts line by line of a purchase: what it was applied to, and what came of it
 * @param transfer of points that passed within the family
 * @param pool that pays for the redemption; null where the customer's own points pay for all of it
 * @param actor who commanded it; null where a policy decided
 * @param persons who wanted it, where persons decide: an adjustment, a write-off, an opening balance, an award that was held
 * @param lots where the points are, or were taken from, and what became of them
 * @param position last event that was read
 */
public record Explanation(UUID entryId, String kind, long points, long owed, Instant occurredAt, Instant recordedAt,
    String text, @Nullable Fact interaction, @Nullable Fact because, @Nullable String programme, @Nullable String rule,
    @Nullable Integer level, @Nullable BigDecimal multiplier, @Nullable Cap cap, List<Value> values, List<PartOf> parts,
    @Nullable UUID redemption, @Nullable Transfer transfer, @Nullable Pool pool, @Nullable String actor,
    @Nullable Persons persons,
    List<LotStory> lots,
    long position) {

  /**
   * Points that passed within the family. Of the other one nothing is told but who it is: what became of the points there is
   * that one's own.
   *
   * @param to who got the points; null for who gave them
   * @param from who gave the points; null for who got them
   * @param by the guardian who acted for the giver, told to the giver alone; null where the giver did
   */
  public record Transfer(UUID transferId, @Nullable String to, @Nullable String from, @Nullable String by) {
    static Transfer of(FamilyEvent passed) {
      return switch (passed) {
        case PointsSent sent ->
          new Transfer(sent.transferId(), sent.to().value(), null, sent.by() == null ? null : sent.by().value());
        case PointsReceived received -> new Transfer(received.transferId(), null, received.from().value(), null);
      };
    }
  }

  /**
   * A family pool that pays for a redemption.
   *
   * @param shares who gives how many points, told to the redeemer alone; none for the others
   */
  public record Pool(UUID poolId, List<Share> shares) {
    static Pool of(PoolPart part) {
      return new Pool(part.pool().poolId(), part.pool().shares());
    }
  }

  /**
   * A fact in the log.
   *
   * @param source and id by which its source knows it
   */
  public record Fact(UUID eventId, String type, @Nullable String source, @Nullable String id, Instant occurredAt,
      Instant recordedAt, long position) {}

  /**
   * Who answers for a line that no rule gave, or none alone.
   *
   * @param by who asked for it
   * @param approvedBy the other person who agreed; null where one alone may decide
   * @param reason in his words
   * @param reference of an opening balance: the batch that it came with
   */
  public record Persons(StaffId by, @Nullable StaffId approvedBy,
      @Personal(FieldClass.STAFF_REASON) @Nullable Sealed reason,
      @Nullable String reference) {}

  /**
   * @param amount decimal text: the line's total, where the customer paid another part of it than all
   * @param base decimal text: what the rate was applied to
   */
  public record PartOf(@Nullable Integer line, @Nullable String amount, @Nullable String base,
      @Nullable String currency, long points,
      List<Value> values) {}

  /**
   * A lot that the line moved.
   *
   * @param points that the line moved, never below zero
   * @param outOf the giver's lot that it was made of; null unless points came from the family
   * @param origin the line that made the lot; the line itself for an award
   * @param fate the lines that moved points of it later, oldest first
   */
  public record LotStory(UUID lotId, long points, @Nullable Instant activeAt, Instant expiresAt,
      @Nullable UUID outOf, @Nullable Step origin, List<Step> fate) {}

  /**
   * What a line did to a lot.
   *
   * @param points given above zero, taken below; what is reserved, and not spent yet, is told as taken from it
   */
  public record Step(UUID entryId, String kind, long points, Instant occurredAt, Instant recordedAt,
      @Nullable UUID cause, @Nullable UUID redemption) {}
}
