package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.policy.MembershipDues.Due;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipEnded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipRenewed;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.loyalty.Memberships;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.projections.KnownLife;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Paid memberships that are due for renewal, and that lapse: each announced once, on the stream
 * {@code memberships:<customer>}. There is no aggregate: what falls due follows from the facts as they are known when it does,
 * and the ids of the announcements from what they announce.
 */
public final class MembershipClock implements Timetable {
  private static final String NAME = "membership-clock";
  private static final Predicate<String> TYPES = EventCatalogue.standard()
      .typesOf(Set.of(MembershipStarted.class, MembershipRenewed.class, MembershipEnded.class))::contains;

  private final EventLog log;
  private final StreamEnd end;
  private final LogTail tail;
  private final MembershipDues dues;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  public MembershipClock(EventLog log, LogTail tail, MembershipDues dues) {
    this.log = log;
    this.end = new StreamEnd(log);
    this.tail = tail;
    this.dues = dues;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(MembershipStarted.class, MembershipRenewed.class, AuditEvent.class);
  }

  /** Of all memberships: whether one is paid for may be told by another fact than its last day. */
  @Override
  public List<Instant> dues(Recorded event) {
    return switch (event.event()) {
      case MembershipStarted started -> dues.instants(started.validUntil());
      case MembershipRenewed renewed -> dues.instants(renewed.validUntil());
      case AuditEvent ignored -> afresh(event);
      default -> List.of();
    };
  }

  /** What a correction makes due; a withdrawal leaves terms open that had been closed, and their ends may have passed. */
  private List<Instant> afresh(Recorded statement) {
    return CorrectedFact.of(statement).filter(corrected -> TYPES.test(corrected.original().type()))
        .map(corrected -> {
          List<Instant> instants = new ArrayList<>(List.of(statement.recordedAt()));
          if (corrected.now() != null) {
            instants.addAll(dues(corrected.now()));
          }
          return List.copyOf(instants);
        }).orElse(List.of());
  }

  @Override
  public void wake(String key, Instant now) {
    String stream = "memberships:" + key;
    end.<Boolean>decide(() -> {
      List<NewEvent> announced = fresh(key, stream, dues.upTo(memberships(key), now));
      return announced.isEmpty() ? new Step.Answer<>(false) : new Step.Record<>(announced, recorded -> true);
    }, () -> new IllegalStateException("it is not known what was announced"),
        () -> new IllegalStateException("others announced what is due of a membership every time"));
  }

  private Memberships memberships(String customer) {
    KnownLife life = new KnownLife(tail, customer, log.head(), null, TYPES, position -> false);
    return life.fold(() -> new AtomicReference<>(Memberships.NONE),
        (known, event) -> known.set(known.get().with(event.recorded(), event.toldRecordedAt()))).folded().get();
  }

  private List<NewEvent> fresh(String customer, String stream, List<Due> all) {
    long next = log.lastSeq(stream).map(last -> last + 1).orElse(0L);
    Set<UUID> known = log.find(all.stream().map(due -> id(due, stream)).toList()).stream().map(StoredEvent::eventId)
        .collect(Collectors.toSet());
    List<NewEvent> fresh = new ArrayList<>();
    for (Due due : all) {
      UUID id = id(due, stream);
      if (!known.contains(id)) {
        EventDescriptor type = EventCatalogue.standard().of(due.event().getClass());
        fresh.add(new NewEvent(id, stream, next++, customer, type.type(), type.revision(), due.at(),
            codec.encode(due.event()), EventDecoder.encode(Metadata.ofDecision(due.cause(), NAME, null))));
      }
    }
    return fresh;
  }

  private static UUID id(Due due, String stream) {
    return DecisionId.of(NAME + "/" + due.name(), due.cause(), stream, 0);
  }
}
