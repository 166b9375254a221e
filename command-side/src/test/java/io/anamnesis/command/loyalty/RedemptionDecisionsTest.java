package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.RedemptionCommand;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.reward.OfferReward;
import io.anamnesis.command.loyalty.reward.Reward;
import io.anamnesis.command.loyalty.reward.Shelf;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.RewardTerms;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one log, each with a cache of its own, and a log that does not always answer. */
class RedemptionDecisionsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final CustomerId CUSTOMER = new CustomerId("C-1");
  private static final RewardId REWARD = new RewardId("SPA");

  private final Deque<Function<Append, Outcome>> faults = new ArrayDeque<>();
  private TwoProcesses processes;
  private PostgresEventLog log;
  private LoyaltyCommands one;
  private LoyaltyCommands other;
  private long causes;

  @BeforeEach
  void start() {
    processes = new TwoProcesses(this::faulty);
    log = processes.log;
    one = processes.one;
    other = processes.other;
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @Test
  void nobody_is_refused_on_the_word_of_a_cache_that_is_old() throws Exception {
    offer(one, 1, null);
    visit();
    reserve(one, key("a"));
    // The other process puts more on the shelf: the first one's cache does not know.
    offer(other, 5, 1L);
    assertThat(reserve(one, key("b"))).isPresent();
    assertThat(reserve(other, key("c"))).isPresent();
    // And it does not know of the points that the other one has just taken, but for the conflict.
    assertThat(reserve(one, key("d"))).isPresent();
    assertThatThrownBy(() -> reserve(other, key("e"))).isInstanceOfSatisfying(ProblemException.class,
        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.NOT_ENOUGH_POINTS));
  }

  @Test
  void account_and_reward_are_recorded_together_and_the_reward_concerns_nobody() throws Exception {
    offer(one, 1, null);
    visit();
    Recorded reserved = reserve(one, key("a")).orElseThrow();
    List<StoredEvent> append = log.read(log.head() - 2, 2);
    assertThat(append).extracting(StoredEvent::type).containsExactlyInAnyOrder("loyalty.points-reserved",
        "loyalty.stock-reserved");
    assertThat(append).extracting(StoredEvent::recordedAt).containsOnly(reserved.recordedAt());
    assertThat(log.readStream("reward:SPA", 0, 10)).extracting(StoredEvent::subject).containsOnlyNulls();
  }

  @Test
  void what_may_have_been_recorded_is_found_when_it_is_asked_again_under_the_same_key() throws Exception {
    offer(other, 3, null);
    visit();
    faults.add(append -> {
      log.append(append);
      return new Outcome.Unknown(new IllegalStateException("the connection was lost"));
    });
    assertThat(reserve(other, key("a"))).as("it was").isPresent();
    faults.add(append -> new Outcome.Unknown(new IllegalStateException("the connection was lost")));
    assertThatThrownBy(() -> reserve(other, key("b"))).isInstanceOfSatisfying(ProblemException.class,
        unknown -> assertThat(unknown.problem().type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN));
    assertThat(reserve(other, key("b"))).as("it was not").isPresent();
    assertThat(reserve(one, key("b"))).isEqualTo(reserve(other, key("b")));
    assertThat(log.readStream("reward:SPA", 0, 10)).hasSize(3);
  }

  @Test
  void a_second_try_is_refused_by_the_log_whatever_it_would_decide() throws Exception {
    offer(one, 3, null);
    visit();
    Asked asked = key("a");
    Recorded first = reserve(one, asked).orElseThrow();
    decide(one, key("cancel"), new RedemptionCommand.Cancel(CUSTOMER, asked.command(), Canceller.CUSTOMER, false, DAY));
    // As if it had looked before the first one was there.
    Asked blind = new Asked(asked.command(), asked.subject(), null, asked.actor());
    assertThat(decide(other, blind, new RedemptionCommand.Reserve(CUSTOMER, asked.command(), REWARD, 1, DAY)))
        .contains(first);
    assertThat(log.readStream("reward:SPA", 0, 10)).hasSize(3);
  }

  @Test
  void a_sweep_on_an_old_cache_still_sees_what_is_due_and_decides_it_once() throws Exception {
    offer(one, 1, null);
    visit();
    other.clock().wake("C-1", DAY);
    reserve(one, key("a"));
    Instant later = DAY.plus(RedemptionTerms.STANDARD.reservedFor());
    other.clock().wake("C-1", later.minusMillis(1));
    assertThat(log.readStream("reward:SPA", 0, 10)).hasSize(2);
    other.clock().wake("C-1", later);
    assertThat(log.readStream("reward:SPA", 0, 10)).as("decided by the one whose cache is old").hasSize(3);
    one.clock().wake("C-1", later);
    assertThat(log.readStream("reward:SPA", 0, 10)).extracting(StoredEvent::type)
        .containsExactly("loyalty.reward-offered", "loyalty.stock-reserved", "loyalty.stock-returned");
    assertThat(log.readStream("points-account:C-1", 1, 10)).extracting(StoredEvent::type)
        .containsExactly("loyalty.points-reserved", "loyalty.redemption-cancelled");
    assertThat(log.readStream("points-account:C-1", 2, 10)).extracting(StoredEvent::occurredAt).containsExactly(later);
  }

  private static Asked key(String key) {
    return new Asked(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)), CUSTOMER.value(),
        "content", "app");
  }

  private void offer(LoyaltyCommands process, long stock, @Nullable Long version) {
    OfferReward offer = new OfferReward(REWARD, new Shelf.Terms("spa", 5, stock, RewardTerms.NONE), version);
    Asked asked = new Asked(UUID.randomUUID(), "", null, "admin");
    assertThat(decisions(process).decide(asked, Reward.OFFER, () -> offer, DAY)).isPresent();
  }

  @Test
  void a_key_offers_one_reward_and_never_another() {
    UUID command = UUID.randomUUID();
    Shelf.Terms terms = new Shelf.Terms("spa", 5, 1, RewardTerms.NONE);
    OfferReward first = new OfferReward(REWARD, terms, null);
    OfferReward second = new OfferReward(new RewardId("TEA"), terms, null);
    Asked asked = new Asked(command, "", "spa", "admin");
    assertThat(decisions(one).decide(asked, Reward.OFFER, () -> first, DAY))
        .isEqualTo(decisions(other).decide(asked, Reward.OFFER, () -> first, DAY)).isPresent();
    assertThatThrownBy(
        () -> decisions(other).decide(new Asked(command, "", "tea", "admin"), Reward.OFFER, () -> second, DAY))
        .isInstanceOfSatisfying(ProblemException.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.KEY_REUSED));
    assertThat(log.readStream(second.stream(), 0, 1)).isEmpty();
  }

  private Optional<Recorded> reserve(LoyaltyCommands process, Asked asked) {
    return decide(process, asked, new RedemptionCommand.Reserve(CUSTOMER, asked.command(), REWARD, 1, DAY));
  }

  private Optional<Recorded> decide(LoyaltyCommands process, Asked asked, RedemptionCommand command) {
    return decisions(process).decide(asked, command.account(), () -> command, DAY);
  }

  private Decisions decisions(LoyaltyCommands process) {
    return new Decisions(process.bus(), log, new EventDecoder(EventCatalogue.standard()));
  }

  /** 20 points. */
  private void visit() throws Exception {
    one.earning().react(new Recorded(++causes, new UUID(7, causes), null, null, CUSTOMER.value(), "visit.completed", 1,
        DAY, DAY, Metadata.NONE, new VisitCompleted(new VisitId("V-1"), null, null, null, null, null, null)));
  }

  private EventLog faulty(EventLog real) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("append") && arguments[0] instanceof Append append && !faults.isEmpty()) {
            return faults.remove().apply(append);
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
  }
}
