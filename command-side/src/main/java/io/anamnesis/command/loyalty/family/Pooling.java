package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.account.OwnPool;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.PoolEvent.Parting;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvitationEnded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may be in a family pool. To be in one is to let the others spend one's points, and to spend theirs: so it takes the word
 * of both, of its keeper and of who joins, and that the two are family. The words of an account are told here; the places
 * follow from them.
 */
final class Pooling {
  private Pooling() {}

  /** @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#IN_POOL} */
  static PoolJoined form(OwnPool own, Family family, PoolCommand.Form asked) {
    family.mustAllow(asked.by(), asked.customer());
    mustBeInNone(own);
    return new PoolJoined(asked.poolId(), null, asked.by());
  }

  /**
   * @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#NOT_KEEPER},
   *     {@link Reason#NOT_FAMILY}, {@link Reason#IN_POOL}
   */
  static PoolInvited invite(UUID poolId, Seats seats, Family family, PoolCommand.Invite asked) {
    family.mustAllow(asked.by(), asked.customer());
    seats.mustBeKeptBy(asked.customer());
    UUID link = family.link(asked.customer(), asked.member())
        .orElseThrow(() -> new Refused(Reason.NOT_FAMILY, "member"));
    if (seats.members().contains(asked.member())) {
      throw new Refused(Reason.IN_POOL, "member");
    }
    return new PoolInvited(poolId, asked.customer(), link, asked.by());
  }

  /**
   * The invitation must still be the keeper's: one of a keeper who has left holds no longer.
   *
   * @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#IN_POOL},
   *     {@link Reason#NOT_INVITED}, {@link Reason#NOT_FAMILY}, {@link Reason#POOL_FULL}
   */
  static PoolJoined join(Seats seats, OwnPool own, Family family, PoolCommand.Join asked) {
    family.mustAllow(asked.by(), asked.customer());
    mustBeInNone(own);
    CustomerId keeper = Optional.ofNullable(own.invitedBy(asked.poolId())).filter(seats::isKeptBy)
        .orElseThrow(() -> new Refused(Reason.NOT_INVITED));
    UUID link = family.link(keeper, asked.customer())
        .orElseThrow(() -> new Refused(Reason.NOT_FAMILY, "poolId"));
    seats.mustHaveRoom();
    return new PoolJoined(asked.poolId(), link, asked.by());
  }

  /** @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#NOT_INVITED} */
  static PoolInvitationEnded decline(OwnPool own, Family family, PoolCommand.Decline asked) {
    family.mustAllow(asked.by(), asked.customer());
    if (own.invitedBy(asked.poolId()) == null) {
      throw new Refused(Reason.NOT_INVITED);
    }
    return new PoolInvitationEnded(asked.poolId());
  }

  /** @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN} */
  static PoolLeft leave(UUID poolId, Family family, PoolCommand.Leave asked) {
    family.mustAllow(asked.by(), asked.customer());
    return new PoolLeft(poolId, Parting.LEFT, asked.by());
  }

  /**
   * @param theirs of the member
   * @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#NOT_KEEPER},
   *     {@link Reason#NOT_MEMBER}
   */
  static PoolEvent remove(UUID poolId, Seats seats, OwnPool theirs, Family family, PoolCommand.Remove asked) {
    family.mustAllow(asked.by(), asked.customer());
    seats.mustBeKeptBy(asked.customer());
    if (seats.members().contains(asked.member())) {
      return new PoolLeft(poolId, Parting.REMOVED, actor(asked));
    }
    if (theirs.invitedBy(poolId) != null) {
      return new PoolInvitationEnded(poolId);
    }
    throw new Refused(Reason.NOT_MEMBER);
  }

  /**
   * @param member one of the pool
   * @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}, {@link Reason#NOT_KEEPER}
   */
  static PoolLeft dissolve(UUID poolId, Seats seats, CustomerId member, Family family, PoolCommand.Dissolve asked) {
    family.mustAllow(asked.by(), asked.customer());
    seats.mustBeKeptBy(asked.customer());
    return new PoolLeft(poolId, Parting.DISSOLVED, member.equals(asked.customer()) ? asked.by() : actor(asked));
  }

  private static CustomerId actor(PoolCommand asked) {
    return asked.by() == null ? asked.customer() : asked.by();
  }

  private static void mustBeInNone(OwnPool own) {
    if (own.current() != null) {
      throw new Refused(Reason.IN_POOL);
    }
  }
}
