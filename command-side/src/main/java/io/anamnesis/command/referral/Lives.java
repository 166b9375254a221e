package io.anamnesis.command.referral;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** What the log tells of the people concerned. */
final class Lives {
  static final Set<String> OF_TIES = Set.of("customer.registered", "customer.amended", "identity.bound",
      "identity.unbound", "family.linked", "family.unlinked");
  static final Set<String> OF_COMING = Set.of("visit.completed", "admission.admitted", "admission.discharged",
      "purchase.made", "purchase.refunded", "appointment.booked");
  static final Set<String> CLAIMS = Set.of("referral.made", "customer.registered", "customer.amended");
  private static final Set<String> NOTED = Set.of(EventCatalogue.standard().of(ClaimNoted.class).type());
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final PersonalData personal;
  private final ToldFacts ties;
  private final ToldFacts coming;
  private final ToldFacts claims;

  Lives(EventLog log, EventDecoder decoder, PersonalData personal) {
    this.log = log;
    this.decoder = decoder;
    this.personal = personal;
    this.ties = new ToldFacts(log, decoder, OF_TIES);
    this.coming = new ToldFacts(log, decoder, OF_COMING);
    this.claims = new ToldFacts(log, decoder, CLAIMS);
  }

  /** Up to where everything is visible now. */
  long head() {
    return log.head();
  }

  Newcomer newcomer(CustomerId person, long upTo) {
    return Newcomer.of(coming.before(person.value(), upTo + 1).values());
  }

  Ties ties(CustomerId person, long upTo) {
    return Ties.of(ties.before(person.value(), upTo + 1).values(), phone -> number(person, phone));
  }

  /** Facts of a person that can say who referred whom, as they were told below a position. */
  Map<UUID, Recorded> claims(String subject, long position) {
    return claims.before(subject, position);
  }

  /** Equal for equal numbers, and nothing that a number could be told from without this installation's key. */
  private Optional<String> number(CustomerId person, Sealed phone) {
    return personal.unseal(person.value(), phone).filter(JsonNode::isString)
        .map(text -> HexFormat.of().formatHex(personal.blindIndex(IndexKind.PHONE, text.asString())));
  }

  /** Whom a person is said to have referred, or was said to have. */
  Set<CustomerId> peopleOf(String referrer) {
    Set<CustomerId> people = new TreeSet<>();
    long after = 0;
    while (true) {
      List<StoredEvent> page = log.readSubject(referrer, NOTED, after, PAGE);
      for (StoredEvent event : page) {
        if (decoder.decode(event).event() instanceof ClaimNoted noted) {
          people.add(noted.referred());
        }
      }
      if (page.isEmpty()) {
        return people;
      }
      after = page.getLast().position();
    }
  }

  boolean isReferred(CustomerId person) {
    return !log.readStream(Referral.stream(person), 0, 1).isEmpty();
  }

  /** Those of the given ids that are in the log. */
  List<Recorded> find(List<UUID> ids) {
    return log.find(ids).stream().map(decoder::decode).toList();
  }

  List<Recorded> stream(String stream) {
    return log.readStream(stream).stream().map(decoder::decode).toList();
  }
}
