package io.anamnesis.command.loyalty.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.OwnPool;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatFreed;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatTaken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Twelve of a family who form, join and leave pools at random, against plain lists. */
class PoolMembershipProperties {
  private static final Instant AT = Instant.parse("2026-03-01T02:00:00Z");
  private static final int PEOPLE = 12;

  /** What the product holds, and what the lists hold. */
  private static final class Clan {
    final Random random;
    final Map<CustomerId, OwnPool> accounts = new HashMap<>();
    final Map<UUID, Seats> pools = new HashMap<>();
    final Map<UUID, List<CustomerId>> lists = new HashMap<>();
    final Map<UUID, Map<CustomerId, CustomerId>> invited = new HashMap<>();
    final Set<CustomerId> everybody = new HashSet<>();

    Clan(long seed) {
      random = new Random(seed);
      for (int i = 0; i < PEOPLE; i++) {
        everybody.add(number(i));
        accounts.put(number(i), new OwnPool());
      }
    }

    CustomerId anybody() {
      return number(random.nextInt(PEOPLE));
    }

    UUID anyPool() {
      List<UUID> all = lists.keySet().stream().sorted().toList();
      return all.isEmpty() ? new UUID(9, 9) : all.get(random.nextInt(all.size()));
    }

    Seats seats(UUID pool) {
      return pools.getOrDefault(pool, Seats.NONE);
    }

    List<CustomerId> list(UUID pool) {
      return lists.getOrDefault(pool, List.of());
    }

    UUID poolOf(CustomerId one) {
      return lists.entrySet().stream().filter(pool -> pool.getValue().contains(one)).map(Map.Entry::getKey).findFirst()
          .orElse(null);
    }

    boolean keeps(UUID pool, CustomerId one) {
      return !list(pool).isEmpty() && list(pool).getFirst().equals(one);
    }

    void step() {
      switch (random.nextInt(14)) {
        case 0 -> form(anybody());
        case 1, 2, 3, 4 -> invite(inviter(), anybody());
        case 5, 6, 7, 8, 9, 10 -> {
          UUID pool = anyPool();
          join(joiner(pool), pool);
        }
        case 11 -> leave(anybody());
        case 12 -> remove(anybody(), anybody());
        default -> {
          if (random.nextInt(4) == 0) {
            dissolve(anybody());
          }
        }
      }
    }

    /** Mostly one who may, so that pools fill up. */
    CustomerId inviter() {
      List<CustomerId> members = list(anyPool());
      return members.isEmpty() || random.nextInt(4) == 0 ? anybody() : members.getFirst();
    }

    CustomerId joiner(UUID pool) {
      List<CustomerId> may = invited.getOrDefault(pool, Map.of()).keySet().stream().sorted().toList();
      return may.isEmpty() || random.nextInt(4) == 0 ? anybody() : may.get(random.nextInt(may.size()));
    }

    void form(CustomerId one) {
      UUID pool = new UUID(random.nextLong(), random.nextLong());
      boolean may = poolOf(one) == null;
      assertThat(decide(one, () -> Pooling.form(accounts.get(one), family(),
          new PoolCommand.Form(one, pool, null, AT)))).isEqualTo(may);
      if (may) {
        lists.put(pool, new ArrayList<>(List.of(one)));
      }
    }

    void invite(CustomerId one, CustomerId other) {
      UUID pool = poolOf(one);
      if (pool == null || one.equals(other)) {
        return;
      }
      boolean may = keeps(pool, one) && !list(pool).contains(other);
      assertThat(decide(other, () -> Pooling.invite(pool, seats(pool), family(),
          new PoolCommand.Invite(one, other, null, AT)))).isEqualTo(may);
      if (may) {
        invited.computeIfAbsent(pool, first -> new HashMap<>()).put(other, one);
      }
    }

    void join(CustomerId one, UUID pool) {
      CustomerId inviter = invited.getOrDefault(pool, Map.of()).get(one);
      boolean may = poolOf(one) == null && inviter != null && keeps(pool, inviter) && list(pool).size() < 8;
      assertThat(decide(one, () -> Pooling.join(seats(pool), accounts.get(one), family(),
          new PoolCommand.Join(one, pool, null, AT)))).isEqualTo(may);
      if (may) {
        lists.get(pool).add(one);
        invited.get(pool).remove(one);
      }
    }

    void leave(CustomerId one) {
      UUID pool = poolOf(one);
      if (pool != null) {
        assertThat(decide(one, () -> Pooling.leave(pool, family(), new PoolCommand.Leave(one, null, AT)))).isTrue();
        lists.get(pool).remove(one);
      }
    }

    void remove(CustomerId one, CustomerId other) {
      UUID pool = poolOf(one);
      if (pool == null || one.equals(other)) {
        return;
      }
      boolean isIn = list(pool).contains(other);
      boolean isInvited = invited.getOrDefault(pool, Map.of()).containsKey(other);
      boolean may = keeps(pool, one) && (isIn || isInvited);
      assertThat(decide(other, () -> Pooling.remove(pool, seats(pool), accounts.get(other), family(),
          new PoolCommand.Remove(one, other, null, AT)))).isEqualTo(may);
      if (may && isIn) {
        lists.get(pool).remove(other);
      } else if (may) {
        invited.get(pool).remove(other);
      }
    }

    void dissolve(CustomerId one) {
      UUID pool = poolOf(one);
      if (pool == null) {
        return;
      }
      Seats seats = seats(pool);
      PoolCommand.Dissolve asked = new PoolCommand.Dissolve(one, null, AT);
      for (CustomerId member : seats.members()) {
        assertThat(decide(member, () -> Pooling.dissolve(pool, seats, member, family(), asked)))
            .isEqualTo(keeps(pool, one));
      }
      if (keeps(pool, one)) {
        lists.get(pool).clear();
      }
    }

    /** What is decided of an account is decided of the place as well. */
    boolean decide(CustomerId member, Supplier<? extends PoolEvent> decision) {
      PoolEvent event;
      try {
        event = decision.get();
      } catch (Refused refused) {
        return false;
      }
      accounts.get(member).evolve(event);
      if (event instanceof PoolJoined) {
        pools.put(event.poolId(), seats(event.poolId()).evolve(new PoolSeatTaken(event.poolId(), member)));
      } else if (event instanceof PoolLeft) {
        pools.put(event.poolId(), seats(event.poolId()).evolve(new PoolSeatFreed(event.poolId(), member)));
      }
      return true;
    }

    void agrees() {
      lists.forEach((pool, list) -> {
        assertThat(seats(pool).members()).isEqualTo(list);
        assertThat(list).hasSizeLessThanOrEqualTo(8).doesNotHaveDuplicates();
      });
      everybody.forEach(one -> assertThat(accounts.get(one).current()).isEqualTo(poolOf(one)));
    }

    /** All are family of each other. */
    Family family() {
      return new Family(of -> {
        List<Recorded> told = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
          told.add(new Recorded(i + 1, new UUID(of.value().hashCode(), i), null, null, of.value(), "family.linked", 1,
              Instant.EPOCH, Instant.EPOCH, Metadata.NONE, new FamilyLinked(number(i), null, null)));
        }
        return told;
      }, AT);
    }
  }

  private static CustomerId number(int person) {
    return new CustomerId("C-" + person);
  }

  @Property(tries = 300)
  void nobody_is_in_two_pools_and_no_pool_has_more_than_eight(@ForAll long seed) {
    Clan clan = new Clan(seed);
    for (int i = 0; i < 300; i++) {
      clan.step();
      clan.agrees();
    }
  }
}
