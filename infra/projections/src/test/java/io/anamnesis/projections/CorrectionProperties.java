package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.Code;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever is corrected and withdrawn, and however it is folded: as if the facts had been told right in the first place. */
class CorrectionProperties {
  private static final int CUSTOMERS = 4;

  @Property(tries = 12, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
  void live_rebuild_time_machine_and_replay_agree_with_a_life_that_was_corrected_beforehand(@ForAll Random random)
      throws Exception {
    try (House house = new House()) {
      ViewsSchema.migrate(house.database);
      Spending spending = new Spending("spending", 1);
      FirstChannel firstChannel = new FirstChannel();
      GenerationFeed<Spending.Spent> live = feed(house, spending);
      GenerationFeed<FirstChannel.First> figures = feed(house, firstChannel);
      live(house, random, false);
      CorrectedLives truth = new CorrectedLives(house);

      // In pages of any size: after each the rows are those of a life that ended there.
      while (live.step(Long.MAX_VALUE, random.nextInt(1, 12)) > 0) {
        long reached = live.share().position();
        assertThat(stored(house, live)).isEqualTo(expected(truth, reached));
      }
      while (figures.step(Long.MAX_VALUE, random.nextInt(1, 12)) > 0) {
        assertThat(stored(house, figures.generation()))
            .isEqualTo(new PlainFigures(truth.figures(figures.share().position())).figures());
      }

      assertThat(Contents.of(house, rebuilt(house, spending, random))).isEqualTo(Contents.of(house, live.generation()));
      Generation again = rebuilt(house, firstChannel, random);
      assertThat(Contents.of(house, again)).isEqualTo(Contents.of(house, figures.generation()));
      travels(house, spending, truth, random);
      replays(house, spending, truth);
    }
  }

  /** What cannot be folded may be corrected, and what can be may become what cannot. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
  void what_is_stuck_is_so_wherever_it_is_folded(@ForAll Random random) throws Exception {
    try (House house = new House()) {
      ViewsSchema.migrate(house.database);
      Spending spending = new Spending("spending", 1);
      GenerationFeed<Spending.Spent> live = feed(house, spending);
      live(house, random, true);
      while (live.step(Long.MAX_VALUE, random.nextInt(1, 12)) > 0) {
        assertThat(live.share().levels()).hasSize(1);
      }

      assertThat(Contents.of(house, rebuilt(house, spending, random))).isEqualTo(Contents.of(house, live.generation()));
      CorrectedLives truth = new CorrectedLives(house);
      for (String subject : truth.subjects()) {
        if (!live.parked().contains(subject)) {
          assertThat(house.models.travel(spending, subject, TimeTravel.NONE))
              .isEqualTo(truth.spent(subject, Long.MAX_VALUE));
        } else {
          long at = new Refold<>(house.tail, Folding.of(spending, new NoPersonalData())).stuckAt(subject);
          assertThat(house.list("select position from views.parked where key = '" + subject + "' order by generation"))
              .containsOnly(Long.toString(at));
        }
      }
    }
  }

  /** Facts of a few, and what is said of them later, each by itself so that no two need share an instant. */
  private static void live(House house, Random random, boolean poisoned) {
    for (int i = random.nextInt(10, 70); i > 0; i--) {
      List<StoredEvent> facts =
          house.log.read(0, 1_000).stream().filter(event -> !event.type().startsWith("fact.")).toList();
      NewEvent next;
      if (facts.isEmpty() || random.nextInt(3) > 0) {
        next = poisoned && random.nextInt(12) == 0
            ? Life.poison("C-" + random.nextInt(CUSTOMERS), Life.DAY.plusSeconds(random.nextInt(1_000_000)))
            : Life.any(random, CUSTOMERS);
      } else {
        next = statement(house, facts.get(random.nextInt(facts.size())), random, poisoned);
      }
      Life.append(house.log, next);
    }
  }

  private static NewEvent statement(House house, StoredEvent fact, Random random, boolean poisoned) {
    Instant at = Life.DAY.plusSeconds(random.nextInt(3600 * 24 * 500));
    if (random.nextInt(3) == 0) {
      return Life.withdrawal(house.log, fact.eventId(), at);
    }
    String campaign = poisoned && random.nextInt(4) == 0 ? Spending.POISON : null;
    String channel = List.of("app", "wecom", "counter").get(random.nextInt(3));
    return Life.correction(house.log, fact.eventId(), at, switch (fact.type()) {
      case "purchase.made" -> Life.bought(random.nextInt(1000) + ".5", channel, campaign, null);
      case "signin.made" -> new SigninMade(new Code("web"));
      default -> house.decoder.decode(fact).event();
    });
  }

  private static <S> GenerationFeed<S> feed(House house, Projection<S, ?> projection) {
    Generation scratch = new Generations(new ViewsDatabase(house.database)).scratch(new Generation(projection.name(), 0,
        1, Generation.State.LIVE, false, Segments.STANDARD));
    return new GenerationFeed<>(house.tail, new ViewsDatabase(house.database),
        Folding.of(projection, new NoPersonalData()), scratch);
  }

  /** With any number of workers, and any memory. */
  private static <S> Generation rebuilt(House house, Projection<S, ?> projection, Random random) throws Exception {
    ViewsDatabase views = new ViewsDatabase(house.database);
    BuildSettings settings =
        new BuildSettings(random.nextInt(1, 60_000), random.nextInt(1, 5), 0, Duration.ofHours(1));
    Folding<S> folding = Folding.of(projection, new NoPersonalData());
    GenerationFeed<S> feed =
        new GenerationFeed<>(house.tail, views, folding, new Generations(views).build(projection.name(), 1));
    feed.ensureKnown();
    new Build<>(house.tail, views, folding, feed, new Gathering(house.tail, settings), settings).fill(() -> false);
    while (feed.step(Long.MAX_VALUE, 1_000) > 0) {
      assertThat(feed.share().isWhole()).isTrue();
    }
    return feed.generation();
  }

  private static List<String> stored(House house, GenerationFeed<?> feed) {
    Contents contents = Contents.of(house, feed.generation());
    return List.of(contents.rows().toString(), contents.lines().toString());
  }

  private static List<String> expected(CorrectedLives truth, long reached) {
    List<String> rows = truth.subjects().stream().map(subject -> truth.spent(subject, reached))
        .filter(folded -> folded.position() > 0)
        .map(folded -> folded.subject() + "|" + folded.position() + "|" + StateJson.write(folded.state())).toList();
    List<String> lines = truth.subjects().stream()
        .flatMap(subject -> truth.lines(subject, reached).reversed().stream().map(line -> subject + "|"
            + line.position() + "|" + line.ordinal() + "|" + StateJson.write(line.entry())))
        .toList();
    return List.of(rows.toString(), lines.toString());
  }

  private static SortedMap<String, BigDecimal> stored(House house, Generation generation) {
    SortedMap<String, BigDecimal> stored = new TreeMap<>();
    for (String row : Contents.of(house, generation).cells()) {
      int bar = row.lastIndexOf('|');
      Tally.Cell cell = StateJson.read(row.substring(0, bar), Tally.Cell.class);
      stored.put(cell.measure() + " " + cell.dimensions().get("channel"), new BigDecimal(row.substring(bar + 1)));
    }
    return new PlainFigures(stored).figures();
  }

  /** The same numbers, however many zeros they end with. */
  private record PlainFigures(Map<String, BigDecimal> given) {
    SortedMap<String, BigDecimal> figures() {
      SortedMap<String, BigDecimal> plain = new TreeMap<>();
      given.forEach((name, value) -> plain.put(name, value.stripTrailingZeros()));
      return plain;
    }
  }

  private static void travels(House house, Spending spending, CorrectedLives truth, Random random) {
    for (StoredEvent event : truth.log()) {
      long reached = house.log.headAt(event.recordedAt());
      Instant effectiveAt = random.nextInt(3) > 0
          ? null
          : truth.log().get(random.nextInt(truth.log().size())).occurredAt().plusSeconds(random.nextInt(3) - 1);
      String subject = random.nextBoolean() ? event.subject() : "C-" + random.nextInt(CUSTOMERS);
      TimeTravel travel = new TimeTravel(event.recordedAt(), effectiveAt);
      Instant until = effectiveAt == null ? Instant.MAX : effectiveAt;

      assertThat(house.models.travel(spending, subject, travel)).isEqualTo(truth.spent(subject, reached, until));
      assertThat(house.models.linesAt(spending, subject, travel, LineCursor.NEWEST, 1_000))
          .isEqualTo(truth.lines(subject, reached, until));
    }
  }

  private static void replays(House house, Spending spending, CorrectedLives truth) {
    for (String subject : truth.subjects()) {
      Replay<Spending.Spent> replay = house.models.replay(spending, subject, TimeTravel.NONE, Long.MAX_VALUE);
      Folded<Spending.Spent> before = new Folded<>(subject, spending.initial(), 0);
      for (var step = replay.next(); step.isPresent(); step = replay.next()) {
        assertThat(step.get().before()).isEqualTo(before);
        before = truth.spent(subject, step.get().event().position());
        assertThat(replay.reached()).isEqualTo(before);
      }
      assertThat(before).isEqualTo(truth.spent(subject, Long.MAX_VALUE));
      replaysAsOccurred(house, spending, truth, subject);
    }
  }

  /** After the last event of an instant it is what a read effective at that instant tells. */
  private static void replaysAsOccurred(House house, Spending spending, CorrectedLives truth, String subject) {
    List<StoredEvent> life = truth.log().stream().filter(event -> subject.equals(event.subject()))
        .sorted(Comparator.comparing(StoredEvent::occurredAt).thenComparing(StoredEvent::position)).toList();
    Steps<Spending.Spent> replay =
        house.models.replayAsOccurred(spending, subject, TimeTravel.NONE, Long.MAX_VALUE);
    for (int i = 0; i < life.size(); i++) {
      Replay.Step<Spending.Spent> step = replay.next().orElseThrow();
      assertThat(step.event()).isEqualTo(life.get(i));
      Instant at = life.get(i).occurredAt();
      if (i + 1 == life.size() || life.get(i + 1).occurredAt().isAfter(at)) {
        var after = step instanceof Replay.Taken<Spending.Spent> taken ? taken.after() : step.before();
        assertThat(after).isEqualTo(truth.spent(subject, Long.MAX_VALUE, at));
      }
    }
    assertThat(replay.next()).isEmpty();
  }
}
