package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Given events, what a projection makes of them: state, answer, rows, lines. Whatever is asked, the events given so far are held
 * against the {@link ProjectionContract} too.
 *
 * <pre>
 * GivenLife.of(new SharesProjection())
 *     .event("2026-03-01T10:15:00Z", new ContentShared(new ContentId("A"), null))
 *     .event("2026-02-01T10:15:00Z", new ContentShared(new ContentId("B"), null))   // told late
 *     .state()                                                                      // 2, last on the 1st of March
 * </pre>
 */
public final class GivenLife<S, A> {
  private final Projection<S, A> projection;
  private final List<Recorded> life = new ArrayList<>();

  private GivenLife(Projection<S, A> projection) {
    this.projection = projection;
  }

  /** @param life events of one customer at positions that rise */
  public static <S, A> GivenLife<S, A> of(Projection<S, A> projection, Recorded... life) {
    GivenLife<S, A> given = new GivenLife<>(projection);
    given.life.addAll(Arrays.asList(life));
    return given;
  }

  /**
   * One more event, at the next position of the log.
   *
   * @param occurredAt an instant, for example {@code 2026-03-01T10:15:00Z}; earlier than others for what is told late
   */
  public GivenLife<S, A> event(String occurredAt, CustomerEvent event) {
    long position = life.isEmpty() ? 1 : life.getLast().position() + 1;
    life.add(RandomLives.recorded(position, Instant.parse(occurredAt), event));
    return this;
  }

  public S state() {
    ProjectionContract.holds(projection, life);
    S state = projection.initial();
    for (Recorded event : life) {
      state = projection.fold(state, event);
    }
    return state;
  }

  public A answer(String at) {
    long position = life.isEmpty() ? 0 : life.getLast().position();
    return projection.answer(new Folded<>(RandomLives.CUSTOMER, state(), position), Instant.parse(at));
  }

  /**
   * The rows that this customer alone gives: a row per set of dimensions for a {@link Tally}, with decimals for measures; for a
   * {@link Tabular} projection what it says itself. Cells by the name of their column; null where there is nothing.
   *
   * @throws IllegalStateException for a projection without rows of its own
   */
  @SuppressWarnings("unchecked") // a projection lays out rows of its own state
  public List<Map<String, @Nullable Object>> rows() {
    return switch (projection) {
      case Tally<?> tally -> figures((Tally<S>) tally);
      case Tabular<?> tabular -> rows((Tabular<S>) tabular);
      default -> throw new IllegalStateException(projection.name() + " lays out no rows: ask for its state");
    };
  }

  /** The lines that a {@link Journal} wrote, in their order. */
  @SuppressWarnings("unchecked") // a journal's lines are of its own state
  public <E> List<E> lines(Class<E> type) {
    state();
    Journal<S, A, ?> journal = (Journal<S, A, ?>) projection;
    List<E> lines = new ArrayList<>();
    S state = journal.initial();
    for (Recorded event : life) {
      S after = journal.fold(state, event);
      journal.entries(state, after, event).forEach(line -> lines.add(type.cast(line)));
      state = after;
    }
    return lines;
  }

  private List<Map<String, @Nullable Object>> figures(Tally<S> tally) {
    Map<SortedMap<String, String>, Map<String, BigDecimal>> byDimensions = new LinkedHashMap<>();
    tally.contribution(state()).entrySet().stream()
        .sorted(Map.Entry.comparingByKey(CellOrder.INSTANCE)).forEach(figure -> byDimensions
            .computeIfAbsent(figure.getKey().dimensions(), none -> new LinkedHashMap<>())
            .put(figure.getKey().measure(), figure.getValue()));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    byDimensions.forEach((dimensions, measures) -> {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      tally.dimensions().forEach(column -> row.put(column.name(), dimensions.get(column.name())));
      tally.measures().forEach(column -> row.put(column.name(), measures.get(column.name())));
      rows.add(row);
    });
    return rows;
  }

  private List<Map<String, @Nullable Object>> rows(Tabular<S> tabular) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> values : tabular.rows(state())) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(tabular.columns().get(i).name(), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }
}
