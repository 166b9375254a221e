package io.anamnesis.command.customer;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.StreamDecisions;
import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.customer.ErasureEvent.ErasureDecided;
import io.anamnesis.events.customer.ErasureEvent.LegalHoldLifted;
import io.anamnesis.events.customer.ErasureEvent.LegalHoldPlaced;
import io.anamnesis.events.customer.Retention;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.eventstore.personal.Binding;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The streams {@code erasure:<customer>}: what persons decide of a person's erasure, on what the log holds now. */
final class ErasureLog {
  private static final String STREAM = "erasure:";
  private static final String REASON = "reason";

  private final EventLog log;
  private final EventDecoder decoder;
  private final PersonalData personal;
  private final Binding binding;
  private final StreamDecisions decisions;
  private final ToldFacts facts;
  private final RetentionRule rule;

  /** @param zone in whose years records are kept */
  ErasureLog(EventLog log, EventDecoder decoder, PersonalData personal, ZoneId zone) {
    this.log = log;
    this.decoder = decoder;
    this.personal = personal;
    this.binding = new Binding(personal);
    this.decisions = new StreamDecisions(log, decoder, STREAM + "*");
    this.facts = new ToldFacts(log, decoder, EventCatalogue.standard().typesOf(RetentionRule.FACTS));
    this.rule = new RetentionRule(zone);
  }

  static String stream(String customer) {
    return STREAM + customer;
  }

  Erasure read(String customer) {
    Erasure erasure = Erasure.NONE;
    for (StoredEvent event : log.readStream(stream(customer))) {
      erasure = erasure.with(decoder.decode(event));
    }
    return erasure;
  }

  /** How long the record is to be kept, as far as is known now. */
  Retention judge(String customer) {
    return rule.judge(facts.now(customer));
  }

  /** Asked for once, an erasure is under way: to ask again changes nothing. */
  Erasure decide(Asked asked, CustomerId customer, String reason, Instant at) {
    return decide(asked, customer, at, before -> before.request() != null
        ? null
        : new ErasureDecided(new StaffId(asked.actor()), sealed(customer, ErasureDecided.class, reason),
            judge(customer.value()), before.hold() != null));
  }

  /** One that is in force stays as it is. */
  Erasure placeHold(Asked asked, CustomerId customer, String reason, Instant at) {
    return decide(asked, customer, at, before -> before.hold() != null
        ? null
        : new LegalHoldPlaced(new StaffId(asked.actor()), sealed(customer, LegalHoldPlaced.class, reason)));
  }

  /** @throws io.anamnesis.web.ProblemException {@code no-legal-hold} where none is in force */
  Erasure liftHold(Asked asked, CustomerId customer, String reason, Instant at) {
    return decide(asked, customer, at, before -> {
      if (before.hold() == null) {
        throw Problem.of(ProblemType.NO_LEGAL_HOLD).exception();
      }
      return new LegalHoldLifted(new StaffId(asked.actor()), sealed(customer, LegalHoldLifted.class, reason));
    });
  }

  /** @param decision null where there is nothing to decide */
  private Erasure decide(Asked asked, CustomerId customer, Instant at,
      Function<Erasure, @Nullable CustomerEvent> decision) {
    String stream = stream(customer.value());
    return decisions.decide(asked, () -> read(customer.value()), event -> read(customer.value()), before -> {
      CustomerEvent decided = decision.apply(before);
      return decided == null
          ? new Step.Answer<>(before)
          : new Step.Record<>(binding.apply(decisions.event(asked, stream, before.next(), decided, at)),
              appended -> read(customer.value()));
    });
  }

  /** Null where the key is gone: then nothing more can be kept of a person. */
  private @Nullable Sealed sealed(CustomerId customer, Class<? extends CustomerEvent> event, String reason) {
    personal.prepare(List.of(customer.value()));
    JsonNode sealed = personal.seal(customer.value(), Place.underWay(EventCatalogue.standard().of(event).type()),
        JsonNodeFactory.instance.objectNode().put(REASON, reason)).path(REASON);
    return Sealed.isOne(sealed) ? Sealed.of(sealed) : null;
  }
}
