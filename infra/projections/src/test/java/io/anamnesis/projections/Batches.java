package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A life taken in batches, as the follower takes it: the state comes from its row and goes back to it once a batch, whatever
 * lies between is folded in memory, and of figures new minus old is written.
 */
final class Batches {

  /** What is written by the end. */
  record Written(String state, List<String> lines, SortedMap<Tally.Cell, BigDecimal> figures) {}

  private Batches() {}

  /** A batch an event. */
  static <S> Written oneByOne(Projection<S, ?> projection, List<Recorded> life) {
    return take(projection, life.stream().map(List::of).toList());
  }

  /** Batches of any length. */
  static <S> Written atRandom(Projection<S, ?> projection, List<Recorded> life, Random random) {
    List<List<Recorded>> batches = new ArrayList<>();
    int from = 0;
    while (from < life.size()) {
      int to = from + 1 + random.nextInt(life.size() - from);
      batches.add(life.subList(from, to));
      from = to;
    }
    return take(projection, batches);
  }

  private static <S> Written take(Projection<S, ?> projection, List<List<Recorded>> batches) {
    String row = StateJson.write(projection.initial());
    List<String> lines = new ArrayList<>();
    Map<Tally.Cell, BigDecimal> figures = new HashMap<>();
    for (List<Recorded> batch : batches) {
      S before = StateJson.read(row, projection.stateType());
      S state = before;
      for (Recorded event : batch) {
        S after = projection.fold(state, event);
        if (projection instanceof Journal<S, ?, ?> journal) {
          journal.entries(state, after, event).forEach(line -> lines.add(StateJson.write(line)));
        }
        state = after;
      }
      contribution(projection, state).forEach((cell, value) -> figures.merge(cell, value, BigDecimal::add));
      contribution(projection, before).forEach((cell, value) -> figures.merge(cell, value.negate(), BigDecimal::add));
      row = StateJson.write(state);
    }
    return new Written(row, lines, told(figures));
  }

  /** Nothing for what is no tally. */
  @SuppressWarnings("unchecked") // a tally's figures are of its own state
  static <S> Map<Tally.Cell, BigDecimal> contribution(Projection<S, ?> projection, S state) {
    return projection instanceof Tally<?> tally ? ((Tally<S>) tally).contribution(state) : Map.of();
  }

  /** A figure of zero and none are the same; so are 1.5 and 1.50. */
  static SortedMap<Tally.Cell, BigDecimal> told(Map<Tally.Cell, BigDecimal> figures) {
    SortedMap<Tally.Cell, BigDecimal> told = new TreeMap<>(CellOrder.INSTANCE);
    figures.forEach((cell, value) -> {
      if (value.signum() != 0) {
        told.put(cell, value.stripTrailingZeros());
      }
    });
    return told;
  }
}
