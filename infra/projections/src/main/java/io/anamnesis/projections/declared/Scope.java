package io.anamnesis.projections.declared;

import dev.cel.runtime.CelVariableResolver;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an expression can see. Whose event it is, is not among it. */
record Scope(StructValue state, StructValue event, Instant time, @Nullable Object item) implements CelVariableResolver {
  static final String STATE = "state";
  static final String EVENT = "event";
  static final String TIME = "time";
  static final String ITEM = "item";

  /** @param extension the fields of a type {@code x.…} that are open; null for other types */
  static Scope of(StateFields fields, DeclaredState state, Recorded event, @Nullable ExtensionFields extension) {
    return new Scope(fields.value(state.fields()), seen(event.event(), extension), event.occurredAt(), null);
  }

  private static StructValue seen(CustomerEvent event, @Nullable ExtensionFields extension) {
    return event instanceof ExtensionFact fact && extension != null
        ? extension.value(fact)
        : EventFields.of(event.getClass()).value(event);
  }

  Scope withItem(Object one) {
    return new Scope(state, event, time, one);
  }

  Scope withState(StateFields fields, Map<String, String> texts) {
    return new Scope(fields.value(texts), event, time, item);
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case STATE -> Optional.of(state);
      case EVENT -> Optional.of(event);
      case TIME -> Optional.of(time);
      case ITEM -> Optional.ofNullable(item);
      default -> Optional.empty();
    };
  }
}
