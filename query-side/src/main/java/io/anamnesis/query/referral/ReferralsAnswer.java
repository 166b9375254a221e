package io.anamnesis.query.referral;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /customers/{c}/referrals}: a customer's place in the tree of referrals. Each person's own answer tells the next
 * branch.
 *
 * @param code to give to others; null before it was first asked for
 * @param referredBy how the referral of the customer stands; null where nobody is said to have referred the customer
 * @param people whom the customer referred, by claim, earliest first
 * @param points of all rewards of the customer that stand, for people and for being referred
 * @param position of the last event folded
 */
public record ReferralsAnswer(String customer, @Nullable String code, @Nullable ReferralAnswer referredBy,
    List<PersonAnswer> people, long points, long position) {}
