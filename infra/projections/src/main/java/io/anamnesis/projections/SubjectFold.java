package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One subject's fold in progress. An event that cannot be decoded or folded ends it where it stands. */
final class SubjectFold<S> {
  private final Folding<S> folding;
  private final String subject;
  private final List<NewLine> lines = new ArrayList<>();
  private Held<S> reached;
  private long firstPosition;
  private @Nullable Parked parked;

  SubjectFold(Folding<S> folding, String subject, Held<S> start) {
    this.folding = folding;
    this.subject = subject;
    this.reached = start;
  }

  /** Goes on with the subject's next declared events. */
  void feed(List<LoggedEvent> events) {
    for (LoggedEvent event : events) {
      if (parked != null) {
        return;
      }
      try {
        apply(event);
      } catch (RuntimeException | StackOverflowError | AssertionError failure) {
        parked = Poison.park(subject, event.toldAt(), failure);
      }
    }
  }

  /** Heeds what was said of the subject's facts up to a position, be it that nothing of them is left. */
  void reach(long position) {
    if (position > 0) {
      reached = new Held<>(reached.state(), Math.max(reached.position(), position), true);
      firstPosition = firstPosition == 0 ? position : firstPosition;
    }
  }

  String subject() {
    return subject;
  }

  Optional<Parked> parked() {
    return Optional.ofNullable(parked);
  }

  /** Takes away the lines added so far, for one who writes them before the fold is at its end. */
  List<NewLine> takeLines() {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<NewLine> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** Characters of the state reached; 0 where it cannot be written, as {@link #outcome} will tell. */
  int measured() {
    try {
      return StateJson.write(reached.state()).length();
    } catch (RuntimeException | StackOverflowError unreadable) {
      return 0;
    }
  }

  /** @param rows what the subject's rows hold at present */
  SubjectOutcome<S> outcome(Held<S> rows) {
    if (firstPosition == 0) {
      return new SubjectOutcome<>(Optional.empty(), Optional.ofNullable(parked));
    }
    try {
      return new SubjectOutcome<>(
          Optional.of(new SubjectChange<>(subject, reached, StateJson.write(reached.state()), List.copyOf(lines),
              folding.restated(rows, reached), folding.lookups(subject, rows, reached))),
          Optional.ofNullable(parked));
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      // A state that cannot be laid out as rows is void as a whole.
      return SubjectOutcome.poisoned(Poison.park(subject, firstPosition, failure));
    }
  }

  private void apply(LoggedEvent event) {
    Recorded recorded = event.recorded();
    S next = folding.fold(reached.state(), recorded);
    List<String> added = folding.lines(reached.state(), next, recorded);
    for (int ordinal = 0; ordinal < added.size(); ordinal++) {
      lines.add(new NewLine(subject, event.position(), ordinal, added.get(ordinal)));
    }
    reached = new Held<>(next, event.position(), true);
    if (firstPosition == 0) {
      firstPosition = event.position();
    }
  }
}
