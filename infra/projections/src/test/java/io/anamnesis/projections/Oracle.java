package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.StoredEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The answers by brute force: the whole log in memory, folded without any of the kit. */
final class Oracle {
  private final Map<String, List<Recorded>> lives = new TreeMap<>();

  Oracle(House house) {
    List<StoredEvent> page = house.log.read(0, 1_000);
    while (!page.isEmpty()) {
      for (StoredEvent event : page) {
        if (event.subject() != null) {
          lives.computeIfAbsent(event.subject(), first -> new ArrayList<>()).add(house.decoder.decode(event));
        }
      }
      page = house.log.read(page.getLast().position(), 1_000);
    }
  }

  Map<String, List<Recorded>> lives() {
    return lives;
  }

  <S> Folded<S> state(Projection<S, ?> projection, String subject, Predicate<Recorded> seen) {
    S state = projection.initial();
    long position = 0;
    for (Recorded event : lives.getOrDefault(subject, List.of())) {
      if (projection.events().contains(event.event().getClass()) && seen.test(event)) {
        state = projection.fold(state, event);
        position = event.position();
      }
    }
    return new Folded<>(subject, state, position);
  }

  <S, E> List<Line<E>> lines(Journal<S, ?, E> journal, String subject, Predicate<Recorded> seen) {
    List<Line<E>> lines = new ArrayList<>();
    S state = journal.initial();
    for (Recorded event : lives.getOrDefault(subject, List.of())) {
      if (journal.events().contains(event.event().getClass()) && seen.test(event)) {
        S after = journal.fold(state, event);
        List<E> entries = journal.entries(state, after, event);
        for (int i = 0; i < entries.size(); i++) {
          lines.add(new Line<>(event.position(), i, entries.get(i)));
        }
        state = after;
      }
    }
    return lines.reversed();
  }

  <S> Map<Tally.Cell, BigDecimal> figures(Tally<S> tally) {
    Map<Tally.Cell, BigDecimal> figures = new TreeMap<>(CellOrder.INSTANCE);
    for (String subject : lives.keySet()) {
      Folded<S> folded = state(tally, subject, event -> true);
      if (folded.position() > 0) {
        tally.contribution(folded.state()).forEach((cell, value) -> figures.merge(cell, value, BigDecimal::add));
      }
    }
    figures.values().removeIf(value -> value.signum() == 0);
    return figures;
  }

  /** Holds every row, line and figure that readers see against the brute-force fold. */
  void confirms(House house, Spending spending) {
    for (String subject : lives.keySet()) {
      assertThat(house.models.live(spending, subject).folded()).isEqualTo(state(spending, subject, event -> true));
      assertThat(house.models.lines(spending, subject, LineCursor.NEWEST, 100_000))
          .isEqualTo(lines(spending, subject, event -> true));
    }
  }

  void confirms(House house, FirstChannel tally) {
    assertThat(house.models.figures(tally)).usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
        .usingRecursiveComparison().isEqualTo(figures(tally));
  }
}
