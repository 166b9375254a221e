package io.anamnesis.projections.declared;

import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.UnknownType;
import io.anamnesis.events.UnreadablePayload;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.FoldRefused;
import org.jspecify.annotations.Nullable;

/**
 * An event tried on a state, nothing written.
 *
 * @param state after it; where it could not be folded, that before it
 * @param refusal why it could not be folded; null where it could
 */
record Trial(DeclaredState state, @Nullable String refusal) {

  static Trial of(DeclaredProjection projection, DeclaredState before, LoggedEvent event) {
    try {
      return new Trial(projection.fold(before, event.recorded()), null);
    } catch (FoldRefused refused) {
      return new Trial(before, refused.getMessage());
    } catch (UnknownType | UnknownRevision | UnreadablePayload unreadable) {
      return new Trial(before, "the event cannot be read by this build");
    }
  }
}
