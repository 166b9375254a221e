package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subject's fold in progress. An event that cannot be decoded or folded ends it where it stands. A rebuild holds one per
 * subject of a partition and view, so that it holds no more than it must.
 */
final class SubjectFold<S> {
  private final Folding<S> folding;
  private final String subject;
  private List<NewLine> lines = List.of();
  private S state;
  private long position;
  private boolean stored;
  private long firstPosition;
  private @Nullable Parked parked;

  SubjectFold(Folding<S> folding, String subject, Held<S> start) {
    this.folding = folding;
    this.subject = subject;
    this.state = start.state();
    this.position = start.position();
    this.stored = start.stored();
  }

  /** Goes on with the subject's next declared events. */
  void feed(List<LoggedEvent> events) {
    events.forEach(this::feed);
  }

  /** Goes on with the subject's next declared event. */
  void feed(LoggedEvent event) {
    if (parked != null) {
      return;
    }
    try {
      apply(event);
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      parked = Poison.park(subject, event.toldAt(), failure);
    }
  }

  /** Heeds what was said of the subject's facts up to a position, be it that nothing of them is left. */
  void reach(long restated) {
    if (restated > 0) {
      position = Math.max(position, restated);
      stored = true;
      firstPosition = firstPosition == 0 ? restated : firstPosition;
    }
  }

  Optional<Parked> parked() {
    return Optional.ofNullable(parked);
  }

  /** @param rows what the subject's rows hold at present */
  SubjectOutcome<S> outcome(Held<S> rows) {
    if (firstPosition == 0) {
      return new SubjectOutcome<>(Optional.empty(), Optional.ofNullable(parked));
    }
    Held<S> reached = new Held<>(state, position, stored);
    try {
      return new SubjectOutcome<>(
          Optional.of(new SubjectChange<>(subject, reached, StateJson.write(state), List.copyOf(lines),
              folding.restated(rows, reached), folding.lookups(subject, rows, reached))),
          Optional.ofNullable(parked));
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      // A state that cannot be laid out as rows is void as a whole.
      return SubjectOutcome.poisoned(Poison.park(subject, firstPosition, failure));
    }
  }

  private void apply(LoggedEvent event) {
    Recorded recorded = event.recorded();
    S next = folding.fold(state, recorded);
    add(event.position(), folding.lines(state, next, recorded));
    state = next;
    position = event.position();
    stored = true;
    if (firstPosition == 0) {
      firstPosition = event.position();
    }
  }

  private void add(long at, List<String> entries) {
    if (!entries.isEmpty() && lines.isEmpty()) {
      lines = new ArrayList<>(entries.size());
    }
    for (int ordinal = 0; ordinal < entries.size(); ordinal++) {
      lines.add(new NewLine(subject, at, ordinal, entries.get(ordinal)));
    }
  }
}
