package io.anamnesis.command.customer;

import io.anamnesis.command.customer.Erasure.Task;
import io.anamnesis.command.intake.RejectedLines;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Metadata;
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
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.projections.Timetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Carries out what was decided of erasures, when its time has come. Each step is recorded, and may be done any number of times:
 * whatever a process was at when it ended, the next one that is woken goes on. What cannot be taken back, to destroy a key, is
 * recorded first, so that the log alone tells whether a legal hold came before it.
 */
final class ErasureClock implements Timetable {
  private static final String NAME = "erasure-clock";
  /** Both keys of a person mostly go one after the other: all rejected lines, each of which has to be opened, are looked through once then. */
  private static final Duration LOOKED_THROUGH = Duration.ofMinutes(1);

  private final StreamEnd end;
  private final ErasureLog erasures;
  private final PersonKeys keys;
  private final Restrictions restrictions;
  private final RejectedLines rejected;
  private final Clock clock;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  ErasureClock(EventLog log, ErasureLog erasures, PersonKeys keys, RejectedLines rejected, Clock clock) {
    this.end = new StreamEnd(log);
    this.erasures = erasures;
    this.keys = keys;
    this.restrictions = new Restrictions(log, erasures, keys);
    this.rejected = rejected;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(ErasureEvent.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    return switch ((ErasureEvent) event.event()) {
      case ErasureDecided decided -> {
        List<Instant> instants = new ArrayList<>(List.of(event.recordedAt()));
        Optional.ofNullable(decided.record().until()).ifPresent(instants::add);
        yield List.copyOf(instants);
      }
      case RetentionExtended longer -> Optional.ofNullable(longer.record().until()).stream().toList();
      case KeyCondemned ignored -> List.of(event.recordedAt());
      case KeyDestroyed gone -> List.of(gone.forgottenBy());
      case LegalHoldLifted ignored -> List.of(event.recordedAt());
      case LegalHoldPlaced ignored -> List.of();
      case KeyForgotten ignored -> List.of();
    };
  }

  @Override
  public void wake(String customer, Instant now) {
    while (step(customer, now.truncatedTo(ChronoUnit.MICROS))) {
      // Until there is nothing left to do.
    }
  }

  /** @return whether something was done */
  private boolean step(String customer, Instant now) {
    return end.<Boolean>decide(() -> {
      Erasure erasure = erasures.read(customer);
      restrictions.apply(customer, erasure);
      return erasure.next(now).<Step<Boolean>>map(task -> new Step.Record<>(
          event(customer, erasure, task, now), recorded -> true)).orElseGet(() -> new Step.Answer<>(false));
    }, () -> new IllegalStateException("it is not known whether a step of an erasure was recorded"),
        () -> new IllegalStateException("others wrote to an erasure every time"));
  }

  private NewEvent event(String customer, Erasure erasure, Task task, Instant now) {
    return switch (task) {
      case Task.Condemn(KeyKind kind) -> {
        UUID request = Objects.requireNonNull(erasure.request()).event();
        Retention known = kind == KeyKind.RECORD ? erasures.judge(customer) : Retention.NONE;
        yield known.isOver(now)
            ? event(customer, erasure, request, "condemn-" + word(kind), now, new KeyCondemned(kind))
            : event(customer, erasure, request, "extend-" + known.until(), now, new RetentionExtended(known));
      }
      case Task.Destroy(KeyKind kind, UUID cause) -> {
        long lines = erasure.lastDestroyed().filter(now.minus(LOOKED_THROUGH)::isBefore).isPresent()
            ? 0
            : rejected.forget(customer);
        Instant destroyed = keys.destroy(customer, kind);
        // Told after it is gone: whoever still has it got it before.
        Instant after = clock.instant().truncatedTo(ChronoUnit.MICROS);
        yield event(customer, erasure, cause, "destroy", now,
            new KeyDestroyed(kind, destroyed, after.plus(keys.forgottenAfter()), lines));
      }
      case Task.Forget(KeyKind kind, UUID cause) ->
        event(customer, erasure, cause, "forget", now, new KeyForgotten(kind));
    };
  }

  private NewEvent event(String customer, Erasure erasure, UUID cause, String step, Instant at, CustomerEvent event) {
    String stream = ErasureLog.stream(customer);
    var type = EventCatalogue.standard().of(event.getClass());
    return new NewEvent(DecisionId.of(NAME + "/" + step, cause, stream, 0), stream, erasure.next(), customer,
        type.type(),
        type.revision(), at, codec.encode(event), EventDecoder.encode(Metadata.ofDecision(cause, NAME, null)));
  }

  private static String word(KeyKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
