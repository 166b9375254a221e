package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.projections.Division.Change;
import io.anamnesis.projections.Division.Claimed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class DivisionProperties {

  /** Processes that come, go and die, each acting for itself at any time. */
  private static final class World {
    final Division division;
    final @Nullable UUID[] holder;
    final TreeSet<UUID> alive = new TreeSet<>();

    World(Division division, int segments) {
      this.division = division;
      this.holder = new UUID[segments];
    }

    /** One process's turn; what it takes was free, or the test fails. */
    Change turn(UUID me) {
      List<Claimed> seen = IntStream.range(0, holder.length)
          .mapToObj(segment -> new Claimed(new Token(segment, 0, 0),
              holder[segment] != null && alive.contains(holder[segment]) ? holder[segment] : null))
          .toList();
      Change change = division.changeFor(me, List.copyOf(alive), seen);
      change.give().forEach(token -> {
        assertThat(holder[token.segment()]).isEqualTo(me);
        holder[token.segment()] = null;
      });
      change.take().forEach(token -> {
        assertThat(holder[token.segment()] == null || !alive.contains(holder[token.segment()])).isTrue();
        holder[token.segment()] = me;
      });
      return change;
    }

    Map<UUID, Integer> counts() {
      Map<UUID, Integer> counts = new HashMap<>();
      alive.forEach(node -> counts.put(node, 0));
      for (UUID node : holder) {
        counts.merge(node, 1, Integer::sum);
      }
      return counts;
    }
  }

  @Property
  void whoever_comes_and_goes_all_is_shared_equally_after_two_turns_of_everybody(@ForAll long seed,
      @ForAll @IntRange(min = 1, max = 32) int segments) {
    World world = disturbed(Division.FAIR, segments, new Random(seed));
    settle(world);

    assertThat(world.counts().values()).allMatch(
        count -> count == segments / world.alive.size() || count == segments / world.alive.size() + 1);
    assertThat(world.alive).allMatch(node -> isContent(world.turn(node)));
  }

  @Property
  void what_is_not_shared_is_all_of_one_living_process(@ForAll long seed,
      @ForAll @IntRange(min = 1, max = 32) int segments) {
    World world = disturbed(Division.WHOLE, segments, new Random(seed));
    settle(world);

    assertThat(new TreeSet<>(List.of(world.holder))).hasSize(1).isSubsetOf(world.alive);
    assertThat(world.alive).allMatch(node -> isContent(world.turn(node)));
  }

  private static World disturbed(Division division, int segments, Random random) {
    World world = new World(division, segments);
    for (int i = 0; i < 40 || world.alive.isEmpty(); i++) {
      List<UUID> alive = new ArrayList<>(world.alive);
      UUID any = alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
      switch (random.nextInt(any == null ? 1 : 6)) {
        case 0 -> world.alive.add(new UUID(random.nextLong(), random.nextLong()));
        case 1 -> world.alive.remove(any);
        default -> world.turn(any);
      }
    }
    return world;
  }

  private static void settle(World world) {
    for (int round = 0; round < 2; round++) {
      world.alive.forEach(world::turn);
    }
  }

  private static boolean isContent(Change change) {
    return change.take().isEmpty() && change.give().isEmpty() && !change.lacking();
  }
}
