package io.anamnesis.events.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A level that is held from an instant on, until the next holding begins.
 *
 * @param programme the version by whose terms it is held; null where none is known: then it gives nothing
 */
public record Holding(Instant from, int level, @Nullable Programme programme) {

  /**
   * A level that a person gives, before an instant.
   *
   * @param programme null where it was not kept: then what is earned is held as if nothing were given
   */
  public record Given(Instant from, Instant until, int level, @Nullable Programme programme) {
    private boolean holdsAt(Instant at) {
      return !from.isAfter(at) && until.isAfter(at);
    }
  }

  /** The benefits that it gives so many times a year, by their kinds. */
  public Map<String, Programme.Benefit> counted() {
    return programme == null
        ? Map.of()
        : programme.benefitsAt(level).stream().filter(benefit -> benefit.perYear() != null && benefit.perYear() > 0)
            .collect(Collectors.toMap(Programme.Benefit::kind, Function.identity(), (one, other) -> other,
                TreeMap::new));
  }

  /**
   * What is held in all: at least the level that a person gives.
   *
   * @param earned in order of their instants
   */
  public static List<Holding> of(List<Holding> earned, List<Given> given) {
    if (given.isEmpty()) {
      return earned;
    }
    SortedSet<Instant> changes = new TreeSet<>();
    earned.forEach(one -> changes.add(one.from));
    given.forEach(one -> {
      changes.add(one.from);
      changes.add(one.until);
    });
    List<Holding> all = new ArrayList<>();
    for (Instant at : changes) {
      Holding held = at(earned, at).orElse(new Holding(at, 1, null));
      Holding more = given.stream().filter(one -> one.programme != null && one.holdsAt(at) && one.level > held.level)
          .findFirst()
          .map(one -> new Holding(at, one.level, one.programme)).orElse(held);
      all.add(new Holding(at, more.level, more.programme));
    }
    return List.copyOf(all);
  }

  /**
   * What is held at an instant; empty before all of them.
   *
   * @param all in order of their instants
   */
  public static Optional<Holding> at(List<Holding> all, Instant at) {
    Holding held = null;
    for (Holding one : all) {
      held = one.from.isAfter(at) ? held : one;
    }
    return Optional.ofNullable(held);
  }
}
