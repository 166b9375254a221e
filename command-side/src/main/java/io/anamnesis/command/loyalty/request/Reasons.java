package io.anamnesis.command.loyalty.request;

import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What persons give as their reason, which may say anything about the customer: it is sealed under the customer's key. */
public final class Reasons {
  private static final String FIELD = "reason";

  private Reasons() {}

  /** @param type of the event that holds it in a field of this name */
  public static Sealed sealed(PersonalData personal, String customer, String type, String reason) {
    personal.prepare(List.of(customer));
    JsonNode sealed = personal.seal(customer, type, JsonNodeFactory.instance.objectNode().put(FIELD, reason));
    return new Sealed(sealed.path(FIELD).path(Sealed.MEMBER).stringValue());
  }
}
