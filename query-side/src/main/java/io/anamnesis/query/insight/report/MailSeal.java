package io.anamnesis.query.insight.report;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps addresses, which are people's, as ciphertext in the log: under the site's key, since no customer is concerned. */
final class MailSeal {
  private static final String NOBODY = "";
  private static final String MEMBER = "mail";
  private static final EventDescriptor TYPE = EventCatalogue.standard().of(ReportDefined.class);

  private final PersonalData personal;

  MailSeal(PersonalData personal) {
    this.personal = personal;
  }

  /**
   * A payload with addresses put in, sealed.
   *
   * @param eventId whose payload it is
   */
  String payload(UUID eventId, String withoutMail, List<String> addresses) {
    if (addresses.isEmpty()) {
      return withoutMail;
    }
    ObjectNode clear = (ObjectNode) EventCodec.mapper().readTree(withoutMail);
    clear.put(MEMBER, String.join("\n", addresses));
    personal.prepare(List.of(NOBODY));
    return personal.seal(NOBODY, Place.of(eventId, TYPE.type(), TYPE.revision()), clear).toString();
  }

  /** Addresses in their order; none where there were none. */
  List<String> open(@Nullable Sealed mail) {
    return mail == null
        ? List.of()
        : personal.unseal(NOBODY, mail).map(JsonNode::asString).map(text -> List.of(text.split("\n"))).orElseThrow(
            () -> new IllegalStateException("the site's key is gone, and with it the addresses of reports"));
  }
}
