package io.anamnesis.query.referral;

import io.anamnesis.query.referral.ReferralsState.Revoked;
import io.anamnesis.query.referral.ReferralsState.Rewarded;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Points for a referral.
 *
 * @param reward the rule's name in the ledger
 * @param at when it was earned
 * @param revokedAt when it was taken back; null while it stands
 * @param why refund, correction, withdrawal or late-fact; null while it stands
 */
public record RewardAnswer(String reward, long points, Instant at, @Nullable Instant revokedAt, @Nullable String why) {
  static final Comparator<RewardAnswer> ORDER = Comparator.comparing(RewardAnswer::at)
      .thenComparing(RewardAnswer::reward)
      .thenComparing(RewardAnswer::revokedAt, Comparator.nullsLast(Comparator.naturalOrder()));

  static RewardAnswer of(Rewarded reward, @Nullable Revoked revoked, Instant at) {
    Revoked by = revoked == null || revoked.at().isAfter(at) ? null : revoked;
    return new RewardAnswer(reward.reward().rule(), reward.points(), reward.at(), by == null ? null : by.at(),
        by == null ? null : word(by.why()));
  }

  boolean stands() {
    return revokedAt == null;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
