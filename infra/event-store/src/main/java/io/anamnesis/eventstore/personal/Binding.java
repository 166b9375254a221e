package io.anamnesis.eventstore.personal;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.NewEvent;
import java.util.function.UnaryOperator;

/**
 * Binds what a decision carries along to the event that it is recorded in. A person's reason is sealed when it is asked for, and a request may
 * be decided on days later: only when a decision is on its way into the log is known which event it becomes.
 */
public record Binding(PersonalData personal) implements UnaryOperator<NewEvent> {
  private static final String NOBODY = "";
  private static final String SEALED = "\"" + Sealed.MEMBER + "\":";

  @Override
  public NewEvent apply(NewEvent event) {
    // As our own writer writes it: most decisions have nothing personal in them, and are not read for it.
    if (!event.payload().contains(SEALED)) {
      return event;
    }
    String subject = event.subject() == null ? NOBODY : event.subject();
    String bound =
        personal.bind(subject, Place.of(event), EventCodec.mapper().readTree(event.payload())).toString();
    return new NewEvent(event.eventId(), event.stream(), event.seq(), event.subject(), event.type(), event.revision(),
        event.occurredAt(), bound, event.metadata());
  }
}
