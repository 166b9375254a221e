package io.anamnesis.command.customer;

import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.ErasureEvent;
import io.anamnesis.events.customer.ErasureEvent.ErasureDecided;
import io.anamnesis.events.customer.ErasureEvent.KeyCondemned;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.events.customer.ErasureEvent.KeyForgotten;
import io.anamnesis.events.customer.ErasureEvent.LegalHoldLifted;
import io.anamnesis.events.customer.ErasureEvent.LegalHoldPlaced;
import io.anamnesis.events.customer.ErasureEvent.RetentionExtended;
import io.anamnesis.events.customer.Retention;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a person is forgotten: what the stream {@code erasure:<customer>} tells. Immutable.
 *
 * @param request null where nobody has asked for it
 * @param retention of the record, as last judged
 * @param hold null where none is in force
 * @param keys what has become of each key that is to go
 * @param next number of the next event in the stream
 */
record Erasure(@Nullable Request request, Retention retention, @Nullable Hold hold, Map<KeyKind, Fate> keys,
    long next) {
  static final Erasure NONE = new Erasure(null, Retention.NONE, null, Map.of(), 0);

  /** @param event id of the event that it was decided by */
  record Request(UUID event, Instant at) {}

  /** @param by the member of staff */
  record Hold(Instant since, String by) {}

  /**
   * Of one key.
   *
   * @param cause id of the event that condemned it
   * @param destroyed null until it is
   * @param forgottenAt position at which it is known that no process holds it; 0 before
   */
  record Fate(UUID cause, @Nullable KeyDestroyed destroyed, long destroyedPosition, long forgottenAt) {}

  /** What is to be done next. */
  sealed interface Task {

    /** The key may go: whether it still may is to be judged, and recorded. */
    record Condemn(KeyKind kind) implements Task {}

    /** The key is to be destroyed. */
    record Destroy(KeyKind kind, UUID cause) implements Task {}

    /** No process holds the key any more. */
    record Forget(KeyKind kind, UUID cause) implements Task {}
  }

  Erasure with(Recorded event) {
    return switch ((ErasureEvent) event.event()) {
      case ErasureDecided decided ->
        new Erasure(new Request(event.eventId(), event.occurredAt()), decided.record(), hold,
            keys, after(event));
      case RetentionExtended longer -> new Erasure(request, longer.record(), hold, keys, after(event));
      case LegalHoldPlaced placed ->
        new Erasure(request, retention, new Hold(event.occurredAt(), placed.by().value()), keys, after(event));
      case LegalHoldLifted ignored -> new Erasure(request, retention, null, keys, after(event));
      case KeyCondemned condemned -> with(event, condemned.kind(), new Fate(event.eventId(), null, 0, 0));
      case KeyDestroyed gone ->
        with(event, gone.kind(), new Fate(fate(gone.kind()).cause, gone, event.position(), 0));
      case KeyForgotten gone -> {
        Fate before = fate(gone.kind());
        yield with(event, gone.kind(),
            new Fate(before.cause, before.destroyed, before.destroyedPosition, event.position()));
      }
    };
  }

  private Erasure with(Recorded event, KeyKind kind, Fate fate) {
    Map<KeyKind, Fate> fates = new EnumMap<>(KeyKind.class);
    fates.putAll(keys);
    fates.put(kind, fate);
    return new Erasure(request, retention, hold, Map.copyOf(fates), after(event));
  }

  private static long after(Recorded event) {
    return Objects.requireNonNull(event.seq(), "an erasure is decided in a stream") + 1;
  }

  private Fate fate(KeyKind kind) {
    return Objects.requireNonNull(keys.get(kind), "a key is condemned before it is destroyed");
  }

  /** What is to be done at an instant; empty where nothing is, or nothing may be. */
  Optional<Task> next(Instant now) {
    for (KeyKind kind : KeyKind.values()) {
      Fate fate = keys.get(kind);
      if (fate != null && fate.destroyed == null) {
        return Optional.of(new Task.Destroy(kind, fate.cause));
      }
      if (fate != null && fate.destroyed != null && fate.forgottenAt == 0
          && !now.isBefore(fate.destroyed.forgottenBy())) {
        return Optional.of(new Task.Forget(kind, fate.cause));
      }
    }
    if (request == null || hold != null) {
      return Optional.empty();
    }
    if (!keys.containsKey(KeyKind.CONTACT)) {
      return Optional.of(new Task.Condemn(KeyKind.CONTACT));
    }
    return !keys.containsKey(KeyKind.RECORD) && retention.isOver(now)
        ? Optional.of(new Task.Condemn(KeyKind.RECORD))
        : Optional.empty();
  }

  /** Whether the record is kept, for nobody but an auditor with a purpose. */
  boolean isRestricted() {
    return request != null && !keys.containsKey(KeyKind.RECORD);
  }

  /** Whether no process holds any of the keys that were destroyed. */
  boolean areForgotten() {
    return keys.values().stream().allMatch(fate -> fate.forgottenAt > 0);
  }

  @Nullable
  KeyDestroyed destroyed(KeyKind kind) {
    Fate fate = keys.get(kind);
    return fate == null ? null : fate.destroyed;
  }

  /** When the last of the keys was destroyed; empty where none is. */
  Optional<Instant> lastDestroyed() {
    return keys.values().stream().flatMap(fate -> Stream.ofNullable(fate.destroyed)).map(KeyDestroyed::destroyedAt)
        .max(Comparator.naturalOrder());
  }

  /** How far a read model must have read to know all that was done so far. */
  long position() {
    return keys.values().stream().mapToLong(fate -> Math.max(fate.destroyedPosition, fate.forgottenAt)).max().orElse(0);
  }
}
