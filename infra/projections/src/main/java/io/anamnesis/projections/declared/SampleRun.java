package io.anamnesis.projections.declared;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.KnownLife;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds some customers, taken evenly from along the log, before all are: whether a definition holds on real events, what it
 * gives, and whether the order in which facts came matters to it. Nothing is written.
 */
public final class SampleRun {
  private static final int SHOWN = 20;
  private static final Comparator<LoggedEvent> AS_IT_HAPPENED =
      Comparator.<LoggedEvent, Instant>comparing(event -> event.stored().occurredAt())
          .thenComparingLong(LoggedEvent::position);

  private final EventLog log;
  private final LogTail tail;

  public SampleRun(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.tail = new LogTail(log, decoder);
  }

  /**
   * What came of it.
   *
   * @param customers that were folded
   * @param events that had a rule
   * @param orderDependent customers whose state would be another if their facts had come in the order in which they happened
   * @param refusals the first 20 events that could not be folded; their customers are not among the states
   * @param rows that the customers alone would give
   */
  public record Sample(int customers, long events, int orderDependent, List<Refusal> refusals,
      List<Map<String, @Nullable Object>> rows) {}

  /** An event that could not be folded, and why. */
  public record Refusal(long position, String cause) {}

  /** @param size how many customers, if {@link Sampling so many} with an event that has a rule are found */
  public Sample take(DeclaredProjection projection, int size) {
    long events = 0;
    int orderDependent = 0;
    List<Refusal> refusals = new ArrayList<>();
    List<DeclaredState> states = new ArrayList<>();
    Set<String> customers = new Sampling(log, projection.eventTypes(), size).customers();
    for (String customer : customers) {
      List<LoggedEvent> life = life(projection, customer);
      events += life.size();
      Optional<DeclaredState> state = fold(projection, life, refusals);
      if (state.isPresent()) {
        states.add(state.get());
        Optional<DeclaredState> asItHappened =
            fold(projection, life.stream().sorted(AS_IT_HAPPENED).toList(), new ArrayList<>());
        orderDependent += asItHappened.equals(state) ? 0 : 1;
      }
    }
    return new Sample(customers.size(), events, orderDependent, refusals.stream().limit(SHOWN).toList(),
        projection.rowsOf(states));
  }

  /** As it is known now. */
  private List<LoggedEvent> life(DeclaredProjection projection, String customer) {
    return new KnownLife(tail, customer, Long.MAX_VALUE, null, projection::hasRuleFor, position -> false)
        .<List<LoggedEvent>>fold(ArrayList::new, List::add).folded();
  }

  private Optional<DeclaredState> fold(DeclaredProjection projection, List<LoggedEvent> life,
      List<Refusal> refusals) {
    DeclaredState state = projection.initial();
    for (LoggedEvent event : life) {
      Trial trial = Trial.of(projection, state, event);
      if (trial.refusal() != null) {
        refusals.add(new Refusal(event.position(), trial.refusal()));
        return Optional.empty();
      }
      state = trial.state();
    }
    return Optional.of(state);
  }
}
