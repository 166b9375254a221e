package io.anamnesis.command.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What became of a request's events: the counts are whole, of the rejections the first ones are named. */
final class Account {
  private static final int NAMED = 100;

  private final List<Rejection> errors = new ArrayList<>();
  private long accepted;
  private long duplicates;
  private long rejected;
  private long position;
  private boolean kept = true;

  void add(Fate fate) {
    switch (fate) {
      case Fate.Accepted in -> {
        accepted++;
        position = Math.max(position, in.position());
      }
      case Fate.Repeated in -> {
        duplicates++;
        position = Math.max(position, in.position());
      }
      case Rejection rejection -> {
        rejected++;
        if (errors.size() < NAMED) {
          errors.add(rejection);
        }
      }
    }
  }

  /** A rejection could not be put into quarantine: the account must not say that it is there. */
  void quarantineFailed() {
    kept = false;
  }

  long accepted() {
    return accepted;
  }

  long duplicates() {
    return duplicates;
  }

  long rejected() {
    return rejected;
  }

  /** The highest position of an accepted or repeated fact. */
  Optional<Long> position() {
    return position == 0 ? Optional.empty() : Optional.of(position);
  }

  List<Rejection> errors() {
    return Collections.unmodifiableList(errors);
  }

  /** Whether every rejection is in quarantine. */
  boolean allKept() {
    return kept;
  }
}
