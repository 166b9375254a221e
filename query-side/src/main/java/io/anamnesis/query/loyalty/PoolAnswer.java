package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /customers/{c}/pool}.
 *
 * @param poolId null where the customer is in none; then nobody is a member
 * @param joinedAt when the customer came to be in it
 * @param members in the order in which they joined; the first keeps the pool
 * @param available what the pool can spend: the sum of what its members have
 * @param invitations to pools that the customer may join
 */
public record PoolAnswer(String customer, @Nullable UUID poolId, @Nullable Instant joinedAt, List<Member> members,
    long available, List<Invitation> invitations, long position) {

  /** @param available points that the pool can spend: active and not reserved; none of who owes points */
  public record Member(String customer, boolean keeper, long available) {}

  public record Invitation(UUID poolId, String keeper, Instant invitedAt) {}
}
