package io.anamnesis.command.loyalty.request;

import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What persons say that may tell anything about the customer, such as their reason: it is sealed under the customer's key. */
public final class Reasons {
  private static final String FIELD = "reason";

  private Reasons() {}

  /** @param type of the event that holds it in a field of this name */
  public static Sealed sealed(PersonalData personal, String customer, String type, String reason) {
    return sealed(personal, customer, type, FIELD, reason);
  }

  /**
   * @param field of the event that holds it
   * @throws ProblemException {@code erased} where the customer was forgotten: it could not be kept
   */
  public static Sealed sealed(PersonalData personal, String customer, String type, String field, String text) {
    personal.prepare(List.of(customer));
    JsonNode sealed = personal
        .seal(customer, Place.underWay(type), JsonNodeFactory.instance.objectNode().put(field, text)).path(field);
    if (!Sealed.isOne(sealed)) {
      throw new ProblemException(ProblemType.ERASED);
    }
    return Sealed.of(sealed);
  }
}
