package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;

/**
 * An item of {@code GET /loyalty/reviews}.
 *
 * @param cause event id of the interaction
 * @param points what waits, in all
 * @param awards what waits, by rule
 * @param since when it was first held
 */
public record ReviewItem(UUID reviewId, String state, String customer, UUID cause, String causeType,
    Instant occurredAt, String programme, long points, List<HeldAward> awards, Reason reason, Instant since) {

  /**
   * Why it is held.
   *
   * @param code {@code refunds} or {@code shares}
   * @param found so many purchases were refunded, or so many times was something shared
   * @param among so many purchases; null of shares
   * @param span local days before the purchase, or minutes up to the share
   * @param facts event ids of the refunds or shares: the last few
   * @param text the same in the reader's language
   */
  public record Reason(String code, int found, @Nullable Integer among, int span, List<UUID> facts, String text) {
    static Reason of(Hold hold, Messages messages, Language language) {
      String code = hold.ground().name().toLowerCase(Locale.ROOT);
      return new Reason(code, hold.found(), hold.among(), hold.span(), hold.facts(),
          messages.text(language, "review." + code, Integer.toString(hold.found()), String.valueOf(hold.among()),
              Integer.toString(hold.span())));
    }
  }

  static ReviewItem of(String customer, ReviewsState.Open open, Messages messages, Language language) {
    return new ReviewItem(open.reviewId(), "open", customer, open.cause(), open.causeType(), open.occurredAt(),
        open.programme(), open.points(), open.awards(), Reason.of(open.hold(), messages, language), open.since());
  }
}
