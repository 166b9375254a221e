package io.anamnesis.command.customer;

import io.anamnesis.command.customer.Receipt.State;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a place is. Pure.
 *
 * @param at when it was done
 * @param until what it waits for, where that is an instant
 */
record Progress(State state, @Nullable Instant at, @Nullable Instant until) {
  static final Progress KEPT = new Progress(State.KEPT, null, null);
  static final Progress WAITING = new Progress(State.WAITING, null, null);

  /** Of a key, and of whatever is readable by it alone. */
  static Progress of(Erasure erasure, KeyKind kind) {
    KeyDestroyed gone = erasure.destroyed(kind);
    if (gone != null) {
      return new Progress(State.DONE, gone.destroyedAt(), null);
    }
    Instant until = kind == KeyKind.RECORD ? erasure.retention().until() : null;
    boolean held = erasure.hold() != null && !erasure.keys().containsKey(kind);
    return new Progress(held ? State.HELD : State.WAITING, null, until);
  }

  /** Of whatever holds what both keys seal. */
  static Progress of(Erasure erasure) {
    return of(erasure, KeyKind.CONTACT).and(of(erasure, KeyKind.RECORD));
  }

  /** Of what processes have in memory. */
  static Progress inMemory(Erasure erasure) {
    Progress progress = of(erasure);
    for (Erasure.Fate fate : erasure.keys().values()) {
      KeyDestroyed gone = fate.destroyed();
      if (gone != null && fate.forgottenAt() == 0) {
        progress = progress.and(new Progress(State.WAITING, null, gone.forgottenBy()));
      }
    }
    return progress;
  }

  /** Of both together: as the one that is less far. */
  Progress and(Progress other) {
    State worse = state.compareTo(other.state) >= 0 ? state : other.state;
    return new Progress(worse, worse == State.DONE ? later(at, other.at) : null, later(until, other.until));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
