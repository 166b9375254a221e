package io.anamnesis.query.referral;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the referral of a person stands, as its referrer is told: how far it has come, and nothing of when that person visited
 * or bought.
 *
 * @param state claimed, visited, paid or refused
 * @param reason as in {@link ReferralAnswer}
 * @param claim event id of the fact that says so
 * @param goodUntil without a visit before this instant the claim lapses
 * @param programme version whose terms hold
 * @param rewards of the referrer
 */
public record PersonAnswer(String referrer, String referred, String state, @Nullable String reason, UUID claim,
    Instant claimedAt, Instant goodUntil, String programme, List<RewardAnswer> rewards) {

  static PersonAnswer of(ReferralAnswer known) {
    return new PersonAnswer(known.referrer(), known.referred(), known.state(), known.reason(), known.claim(),
        known.claimedAt(), known.goodUntil(), known.programme(), known.rewards());
  }
}
