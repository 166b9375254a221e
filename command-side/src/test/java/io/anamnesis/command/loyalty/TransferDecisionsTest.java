package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.family.TransferPoints;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two accounts in one append, decided by two processes on one log, each with a cache of its own. */
class TransferDecisionsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final CustomerId ANNA = new CustomerId("A-1");
  private static final CustomerId BERT = new CustomerId("B-1");

  private TwoProcesses processes;
  private PostgresEventLog log;
  private LoyaltyCommands one;
  private LoyaltyCommands other;
  private long causes;

  @BeforeEach
  void start() {
    processes = new TwoProcesses();
    log = processes.log;
    one = processes.one;
    other = processes.other;
    tell(ANNA, "family.linked", new FamilyLinked(BERT, null, null));
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @Test
  void both_sides_are_recorded_in_one_append_each_about_its_own_customer() throws Exception {
    visit(ANNA);
    long before = log.head();
    Recorded sent = give(one, ANNA, BERT, 15);
    List<StoredEvent> append = log.read(before, 10);
    assertThat(append).extracting(StoredEvent::type, StoredEvent::subject, StoredEvent::stream).containsExactly(
        tuple("loyalty.points-sent", "A-1", "points-account:A-1"),
        tuple("loyalty.points-received", "B-1", "points-account:B-1"));
    assertThat(append).extracting(StoredEvent::recordedAt).containsOnly(sent.recordedAt());
    assertThat(append).extracting(StoredEvent::occurredAt).containsOnly(DAY);
  }

  @Test
  void a_process_that_has_not_heard_of_the_other_sides_gift_decides_on_it() throws Exception {
    visit(ANNA);
    give(one, ANNA, BERT, 20);
    give(other, BERT, ANNA, 20);
    give(one, ANNA, BERT, 20);
    give(other, BERT, ANNA, 5);
    assertThat(refusal(one, BERT, ANNA, 16)).isEqualTo(ProblemType.NOT_ENOUGH_POINTS);
    give(one, BERT, ANNA, 15);
  }

  @Test
  void the_facts_as_they_are_at_the_decision_count_and_not_those_of_an_earlier_one() throws Exception {
    visit(ANNA);
    give(one, ANNA, BERT, 1);
    tell(BERT, "family.unlinked", new FamilyUnlinked(ANNA, null, null));
    assertThat(refusal(one, ANNA, BERT, 1)).isEqualTo(ProblemType.NOT_FAMILY);
    tell(BERT, "family.linked", new FamilyLinked(ANNA, null, null));
    give(one, ANNA, BERT, 1);
  }

  @Test
  void a_tie_told_for_tomorrow_moves_no_points_today() throws Exception {
    visit(ANNA);
    tell(BERT, "family.linked", new FamilyLinked(ANNA, null, null), DAY.plusSeconds(72_000));
    give(one, ANNA, BERT, 1);
    tell(ANNA, "family.unlinked", new FamilyUnlinked(BERT, null, null));
    assertThat(refusal(one, ANNA, BERT, 1)).isEqualTo(ProblemType.NOT_FAMILY);
  }

  @Test
  void a_command_that_is_repeated_is_decided_once() throws Exception {
    visit(ANNA);
    Asked asked = asked(ANNA);
    TransferPoints command = command(asked, ANNA, BERT, 15);
    Recorded first = decisions(one).decide(asked, PointsAccount.stream(ANNA), () -> command, DAY).orElseThrow();
    // As if it had looked before the first one was there.
    Asked blind = new Asked(asked.command(), asked.subject(), null, asked.actor());
    assertThat(decisions(other).decide(blind, PointsAccount.stream(ANNA), () -> command, DAY)).contains(first);
    assertThat(log.readStream("points-account:B-1", 0, 10)).hasSize(1);
  }

  @Test
  void what_was_received_expires_with_its_receiver() throws Exception {
    visit(ANNA);
    give(one, ANNA, BERT, 15);
    Recorded received = new EventDecoder(EventCatalogue.standard())
        .decode(log.readStream(PointsAccount.stream(BERT), 0, 1).getFirst());
    assertThat(one.clock().events()).anyMatch(type -> type.isInstance(received.event()));
    // Earned at the end of February 2026.
    Instant expires = Instant.parse("2027-02-28T16:00:00Z");
    assertThat(one.clock().dues(received)).containsExactly(expires);
    one.clock().wake(BERT.value(), expires.minusMillis(1));
    assertThat(log.readStream(PointsAccount.stream(BERT), 1, 10)).isEmpty();
    other.clock().wake(BERT.value(), expires);
    one.clock().wake(ANNA.value(), expires);
    assertThat(log.readStream(PointsAccount.stream(BERT), 1, 10)).extracting(StoredEvent::type, StoredEvent::occurredAt)
        .containsExactly(tuple("loyalty.points-expired", expires));
    assertThat(log.readStream(PointsAccount.stream(ANNA), 2, 10)).extracting(StoredEvent::payload)
        .singleElement().asString().as("what she has kept").contains("\"points\":5");
  }

  @Test
  void two_who_give_to_each_other_at_once_never_wait_for_ever_and_lose_no_point() throws Exception {
    for (int i = 0; i < 3; i++) {
      visit(ANNA, "A" + i);
      visit(BERT, "B" + i);
    }
    int each = 40;
    List<Future<Integer>> given = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (LoyaltyCommands process : List.of(one, other)) {
        given.add(threads.submit(() -> giveOften(process, ANNA, BERT, each)));
        given.add(threads.submit(() -> giveOften(process, BERT, ANNA, each)));
      }
      for (Future<Integer> one : given) {
        assertThat(one.get(120, TimeUnit.SECONDS)).isPositive();
      }
    }
    long ofAnna = available(ANNA);
    long ofBert = available(BERT);
    assertThat(ofAnna + ofBert).isEqualTo(earned());
    assertThat(ofAnna).isNotNegative();
    assertThat(ofBert).isNotNegative();
  }

  private int giveOften(LoyaltyCommands process, CustomerId from, CustomerId to, int times) {
    int given = 0;
    for (int i = 0; i < times; i++) {
      try {
        give(process, from, to, 1 + i % 3);
        given++;
      } catch (ProblemException refused) {
        assertThat(refused.problem().type()).isEqualTo(ProblemType.NOT_ENOUGH_POINTS);
      }
    }
    return given;
  }

  /** By the log alone: what was earned and came, less what went. */
  private long available(CustomerId customer) {
    return log.readStream(PointsAccount.stream(customer), 0, 1_000).stream().mapToLong(event -> {
      long points = EventCodec.mapper().readTree(event.payload()).path("points").asLong();
      return switch (event.type()) {
        case "loyalty.points-earned", "loyalty.points-received" -> points;
        case "loyalty.points-sent" -> -points;
        default -> 0;
      };
    }).sum();
  }

  private long earned() {
    return List.of(ANNA, BERT).stream()
        .flatMap(customer -> log.readStream(PointsAccount.stream(customer), 0, 1_000).stream())
        .filter(event -> event.type().equals("loyalty.points-earned"))
        .mapToLong(event -> EventCodec.mapper().readTree(event.payload()).path("points").asLong()).sum();
  }

  private Recorded give(LoyaltyCommands process, CustomerId from, CustomerId to, long points) {
    Asked asked = asked(from);
    return decisions(process).decide(asked, PointsAccount.stream(from), () -> command(asked, from, to, points), DAY)
        .orElseThrow();
  }

  private ProblemType refusal(LoyaltyCommands process, CustomerId from, CustomerId to, long points) {
    ProblemType[] why = new ProblemType[1];
    assertThatThrownBy(() -> give(process, from, to, points)).isInstanceOfSatisfying(ProblemException.class,
        refused -> why[0] = refused.problem().type());
    return why[0];
  }

  private static TransferPoints command(Asked asked, CustomerId from, CustomerId to, long points) {
    return new TransferPoints(from, to, asked.command(), null, points, DAY);
  }

  private static Asked asked(CustomerId from) {
    return new Asked(UUID.randomUUID(), from.value(), "content", "app");
  }

  private Decisions decisions(LoyaltyCommands process) {
    return new Decisions(process.bus(), log, new EventDecoder(EventCatalogue.standard()));
  }

  private void tell(CustomerId of, String type, CustomerEvent fact) {
    tell(of, type, fact, DAY.minusSeconds(3_600).plusSeconds(++causes));
  }

  private void tell(CustomerId of, String type, CustomerEvent fact, Instant at) {
    causes++;
    Outcome outcome = log.append(new Append(List.of(new NewEvent(new UUID(8, causes), null, null, of.value(), type, 1,
        at, new EventCodec(EventCatalogue.standard()).encode(fact), EventDecoder.encode(Metadata.NONE)))));
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
  }

  private void visit(CustomerId customer) throws Exception {
    visit(customer, "V");
  }

  /** 20 points, once a day. */
  private void visit(CustomerId customer, String visit) throws Exception {
    Instant at = DAY.minusSeconds(86_400L * ++causes);
    one.earning().react(new Recorded(causes, new UUID(7, causes), null, null, customer.value(), "visit.completed", 1,
        at, at, Metadata.NONE, new VisitCompleted(new VisitId(visit), null, null, null, null, null, null)));
  }
}
