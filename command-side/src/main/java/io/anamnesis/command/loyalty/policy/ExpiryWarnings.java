package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.ledger.ExpiryForecast.Due;
import io.anamnesis.command.loyalty.ledger.ExpiryForecast.Warning;
import io.anamnesis.command.loyalty.ledger.ExpiryForecast;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Says that points will expire unless they are spent, once for each expiry and distance, dated by the instant at which it
 * fell due. Decided on the account's recorded life rather than by the account itself, since an account does not know when
 * anything was recorded; recorded at the end of its stream if nothing was recorded meanwhile.
 */
final class ExpiryWarnings implements Timetable {
  private static final String NAME = "expiry-warnings";
  private static final EventDescriptor TYPE = EventCatalogue.standard().of(PointsWillExpire.class);

  private final EventLog log;
  private final StreamEnd end;
  private final EventDecoder decoder;
  private final ExpiryForecast forecast;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  ExpiryWarnings(EventLog log, EventDecoder decoder, ProgrammeVersions versions) {
    this.log = log;
    this.end = new StreamEnd(log);
    this.decoder = decoder;
    this.forecast = new ExpiryForecast(versions);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class, PointsAdjusted.class, OpeningBalanceBooked.class, RedemptionCancelled.class,
        PointsReceived.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    return forecast.foreseen(event).stream().map(Warning::at).distinct().toList();
  }

  /** Where somebody decided on the account meanwhile, there may be other points to warn of. */
  @Override
  public void wake(String key, Instant now) {
    String stream = PointsAccount.stream(new CustomerId(key));
    end.<Boolean>decide(() -> {
      List<Recorded> life = log.readStream(stream).stream().map(decoder::decode).toList();
      List<Due> due = forecast.due(life, now);
      return due.isEmpty()
          ? new Step.Answer<>(false)
          : new Step.Record<>(events(stream, key, life.size(), due), recorded -> true);
    }, () -> new IllegalStateException("a warning may be recorded"),
        () -> new IllegalStateException("others decided on the account each time"));
  }

  private List<NewEvent> events(String stream, String subject, long seq, List<Due> due) {
    List<NewEvent> events = new ArrayList<>();
    for (Due one : due) {
      Warning warning = one.warning();
      PointsWillExpire event = new PointsWillExpire(one.points(), warning.expiresAt(), warning.days());
      events.add(new NewEvent(UUID.randomUUID(), stream, seq + events.size(), subject, TYPE.type(), TYPE.revision(),
          warning.at(), codec.encode(event), EventDecoder.encode(Metadata.ofDecision(null, NAME, null))));
    }
    return events;
  }
}
