package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.Code;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that follows and builds is really killed, again and again, while facts are corrected and withdrawn under it. */
class KilledCorrectionsTest {
  private static final Duration TERM = Duration.ofSeconds(1);
  private static final int CUSTOMERS = 40;
  private static final int LIVES = 5;
  private static final int AT_FIRST = 600;

  private final House house = new House();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();
  private final List<NewEvent> facts = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void all_rows_end_as_if_the_facts_had_been_told_right_in_the_first_place() throws Exception {
    house.claimFor(TERM);
    say(AT_FIRST);
    try (ProjectionRunner views = house.follow(spending, firstChannel)) {
      house.awaitLive(views);
    }
    for (int life = 0; life < LIVES; life++) {
      try (FollowerProcess killed = FollowerProcess.start(house, TERM)) {
        await().atMost(House.LONG).until(() -> !house.list(
            "select node::text from views.follower where alive_until > clock_timestamp()").isEmpty());
        long end = System.nanoTime() + Duration.ofMillis(random.nextInt(1_000)).toNanos();
        while (System.nanoTime() - end < 0) {
          say(10);
        }
      }
      Generations generations = new Generations(new ViewsDatabase(house.database));
      generations.beside("spending", 1, true);
      generations.beside("first-channel", 1, true);
    }

    ProjectionRunner last = house.follow(spending, firstChannel);
    await().atMost(House.LONG).until(() -> house.active("spending").number() > 1
        && house.active("first-channel").number() > 1);
    say(50);
    house.awaitLive(last);
    holdsAsIfToldRight();
  }

  private void holdsAsIfToldRight() {
    CorrectedLives truth = new CorrectedLives(house);
    assertThat(truth.log()).as("corrections and withdrawals").filteredOn(event -> event.type().startsWith("fact."))
        .hasSizeGreaterThan(LIVES);
    for (String subject : truth.subjects()) {
      assertThat(house.models.live(spending, subject).folded()).as("%s, seed %s", subject, seed)
          .isEqualTo(truth.spent(subject, Long.MAX_VALUE));
      assertThat(house.models.lines(spending, subject, LineCursor.NEWEST, 100_000)).as("%s, seed %s", subject, seed)
          .isEqualTo(truth.lines(subject, Long.MAX_VALUE));
    }
    SortedMap<String, String> figures = new TreeMap<>();
    house.models.figures(firstChannel).forEach((cell, value) -> {
      if (value.signum() != 0) {
        figures.put(cell.measure() + " " + cell.dimensions().get("channel"),
            value.stripTrailingZeros().toPlainString());
      }
    });
    SortedMap<String, String> wanted = new TreeMap<>();
    truth.figures(Long.MAX_VALUE)
        .forEach((cell, value) -> wanted.put(cell, value.stripTrailingZeros().toPlainString()));
    assertThat(figures).as("seed %s", seed).isEqualTo(wanted);
  }

  /** One thing after another: two in three are facts, the others what is said of facts later. */
  private void say(int things) {
    for (int i = 0; i < things; i++) {
      NewEvent next = facts.isEmpty() || random.nextInt(3) > 0 ? Life.any(random, CUSTOMERS) : saidLater();
      Life.append(house.log, next);
      if (!next.type().startsWith("fact.")) {
        facts.add(next);
      }
    }
  }

  private NewEvent saidLater() {
    NewEvent fact = facts.get(random.nextInt(facts.size()));
    if (random.nextInt(3) == 0 || fact.type().equals("price.acknowledged")) {
      return Life.withdrawal(house.log, fact.eventId(), Life.DAY);
    }
    return Life.correction(house.log, fact.eventId(), Life.DAY, fact.type().equals("signin.made")
        ? new SigninMade(new Code("web"))
        : Life.bought(random.nextInt(1_000) + ".5", "app", null, null));
  }
}
