package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.PoolSeatEvent;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatFreed;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatTaken;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who is in a family pool: pure rules on immutable state.
 *
 * @param members in the order in which they joined
 */
public record Seats(List<CustomerId> members) {
  static final Seats NONE = new Seats(List.of());
  public static final int MOST = 8;

  public Seats {
    members = List.copyOf(members);
  }

  Seats evolve(PoolSeatEvent event) {
    return new Seats(switch (event) {
      case PoolSeatTaken taken -> Stream.concat(members.stream(), Stream.of(taken.member())).toList();
      case PoolSeatFreed freed -> members.stream().filter(member -> !member.equals(freed.member())).toList();
    });
  }

  /** Whether a customer keeps the pool: who has been in it longest. Nobody keeps one that is over. */
  boolean isKeptBy(CustomerId customer) {
    return !members.isEmpty() && members.getFirst().equals(customer);
  }

  /** @throws Refused {@link Reason#NOT_KEEPER} */
  void mustBeKeptBy(CustomerId customer) {
    if (!isKeptBy(customer)) {
      throw new Refused(Reason.NOT_KEEPER);
    }
  }

  /** @throws Refused {@link Reason#POOL_FULL} */
  void mustHaveRoom() {
    if (members.size() >= MOST) {
      throw new Refused(Reason.POOL_FULL);
    }
  }
}
