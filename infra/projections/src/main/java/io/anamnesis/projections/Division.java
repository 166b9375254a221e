package io.anamnesis.projections;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the segments of a work are divided among the processes that are alive. Everybody decides by the same table for itself
 * alone: what it gives back and what it takes of what is free. Nobody takes what a living process holds.
 */
enum Division {
  /** Equal shares; the first by name have the one more that is left over. */
  FAIR {
    @Override
    Change changeFor(UUID me, List<UUID> alive, List<Claimed> segments) {
      int rank = alive.indexOf(me);
      int due = segments.size() / alive.size() + (rank < segments.size() % alive.size() ? 1 : 0);
      List<Token> mine = heldBy(me, segments);
      if (mine.size() > due) {
        return new Change(List.of(), mine.subList(due, mine.size()), false);
      }
      List<Token> free = heldBy(null, segments);
      // Each begins elsewhere, lest all reach for the same.
      Collections.rotate(free, -(rank * free.size() / alive.size()));
      int lacking = due - mine.size();
      return new Change(free.subList(0, Math.min(lacking, free.size())), List.of(), free.size() < lacking);
    }
  },

  /** One has all, the others stand by: for rows that one process builds and then puts in place. */
  WHOLE {
    @Override
    Change changeFor(UUID me, List<UUID> alive, List<Claimed> segments) {
      boolean another = segments.stream().map(Claimed::by).filter(by -> by != null).findFirst()
          .filter(by -> !by.equals(me)).isPresent();
      return another
          ? new Change(List.of(), heldBy(me, segments), false)
          : new Change(heldBy(null, segments), List.of(), false);
    }
  };

  /**
   * A segment's token.
   *
   * @param by the living process that holds it, if one does
   */
  record Claimed(Token token, @Nullable UUID by) {}

  /**
   * What a process is to do.
   *
   * @param lacking whether its share waits for others to give
   */
  record Change(List<Token> take, List<Token> give, boolean lacking) {}

  /**
   * @param alive in an order that all agree on, {@code me} among them
   * @param segments all of the work
   */
  abstract Change changeFor(UUID me, List<UUID> alive, List<Claimed> segments);

  static List<Token> heldBy(@Nullable UUID node, List<Claimed> segments) {
    List<Token> held = new ArrayList<>();
    for (Claimed segment : segments) {
      if (node == null ? segment.by() == null : node.equals(segment.by())) {
        held.add(segment.token());
      }
    }
    return held;
  }
}
