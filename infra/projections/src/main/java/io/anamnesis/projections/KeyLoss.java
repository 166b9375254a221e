package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.events.customer.ErasureEvent.KeyForgotten;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.Set;

/**
 * A key of a subject is gone. Whatever a view makes of that, its rows of the subject are written anew: the fold gives what it gave,
 * but what was indexed by opening a sealed value can be opened, and so indexed, no more. It is done when the key is destroyed,
 * and again when no process can have it in memory any more.
 */
final class KeyLoss {
  private static final Set<String> TYPES =
      EventCatalogue.standard().typesOf(Set.of(KeyDestroyed.class, KeyForgotten.class));

  private KeyLoss() {}

  static boolean isToldBy(LoggedEvent event) {
    return TYPES.contains(event.type());
  }
}
