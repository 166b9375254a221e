package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.insight.InsightEvent.ProjectionPosted;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.projections.declared.DeclaredProjection;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.DefinitionCompiler;
import io.anamnesis.projections.declared.DefinitionText;
import io.anamnesis.projections.declared.ProjectionLog;
import io.anamnesis.projections.declared.ProjectionLog.Posting;
import io.anamnesis.projections.declared.SampleRun;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Declared projections on a real log: learned from it, followed, parked. */
class DeclaredRunTest {
  private static final String SPEND = """
      projection: spend
      on:
        purchase.made:
          each: event.lines
          tally:
            by: {channel: event.channel, weekday: weekday(time)}
            add: {spend: item.amount, lines: "1"}
      """;
  private static final String BY_HAND = """
      select e.payload::json ->> 'channel' as channel,
        extract(isodow from e.occurred_at at time zone 'Asia/Shanghai')::text as weekday,
        sum((line ->> 'amount')::numeric) as spend, count(*)::numeric as lines
      from log.event e, json_array_elements(e.payload::json -> 'lines') line
      where e.type = 'purchase.made'
      group by 1, 2""";

  private final House house = new House();
  private final DefinitionCompiler compiler =
      new DefinitionCompiler(EventCatalogue.standard(), site -> ZoneId.of("Asia/Shanghai"), Set.of());
  private final ProjectionLog posts = new ProjectionLog(house.log, house.decoder, Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void followed_live_its_figures_equal_those_of_sql_over_the_payloads() throws Exception {
    DeclaredProjection spend = compiler.compile(new DefinitionText(SPEND), 1);
    ProjectionRunner runner = house.follow(spend);
    Random random = new Random(7);
    for (int batch = 0; batch < 20; batch++) {
      Life.append(house.log, IntStream.range(0, 30).mapToObj(i -> Life.any(random, 5)).toArray(NewEvent[]::new));
    }
    house.awaitLive(runner);

    Map<Tally.Cell, BigDecimal> expected = byHand();
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(plain(house.models.figures((Tally<?>) spend))).isEqualTo(plain(expected));
    assertThat(runner.differences("spend")).isEmpty();
  }

  @Test
  void an_event_that_passes_a_bound_parks_its_customer_alone_with_the_place_in_the_definition() throws Exception {
    DeclaredProjection fragile = compiler.compile(new DefinitionText("""
        projection: fragile
        state: {n: {type: integer, initial: 0}}
        on:
          signin.made: {set: {n: "1 / state.n"}}
          purchase.made: {set: {n: state.n + 1}}
        """), 1);
    ProjectionRunner runner = house.follow(fragile);
    Life.append(house.log, Life.signin("C-1", Life.DAY), Life.purchase("C-2", Life.DAY, "1", "app"));
    house.awaitLive(runner);

    assertThat(house.ask("select key || ' ' || cause from views.parked"))
        .isEqualTo("C-1 definition line 4, column 27: divide by zero");
    assertThat(house.models.live(fragile, "C-2").folded().state().fields()).containsEntry("n", "1");
  }

  @Test
  void the_same_definition_is_the_same_version_and_another_is_the_next() throws Exception {
    Posting first = posts.post("spend", new DefinitionText(SPEND), null, "anna");
    Posting second = posts.post("spend", new DefinitionText(SPEND + "# more\n"), null, "anna");

    assertThat(first).isEqualTo(new Posting(1, true, 1));
    assertThat(second).isEqualTo(new Posting(2, true, 2));
    assertThat(posts.post("spend", new DefinitionText(SPEND.replace("\n", "\r\n") + "\n"), null, "ben"))
        .isEqualTo(new Posting(1, false, 1));
    assertThat(posts.post("other", new DefinitionText(SPEND), null, "ben")).isEqualTo(new Posting(1, true, 3));
    assertThat(house.ask("select metadata from log.event where position = 2")).contains("\"actor\":\"anna\"");
    assertThat(house.ask("select count(*) from log.event")).isEqualTo("3");
  }

  @Test
  void of_many_who_post_at_once_each_version_has_one_number() throws Exception {
    List<Callable<Posting>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      DefinitionText text = new DefinitionText(SPEND + "# " + i % 6 + "\n");
      all.add(() -> posts.post("spend", text, null, "anna"));
    }
    List<Posting> postings = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Posting> posting : threads.invokeAll(all)) {
        postings.add(posting.get());
      }
    }
    assertThat(postings.stream().map(Posting::version).distinct()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    assertThat(postings).filteredOn(Posting::isNew).hasSize(6);
    assertThat(house.ask("select count(*) from log.event")).isEqualTo("6");
  }

  @Test
  void every_process_learns_what_was_posted_before_it_began_and_while_it_runs() throws Exception {
    posts.post("spend", new DefinitionText(SPEND), null, "anna");
    Random random = new Random(8);
    // So many that a search is worth its while.
    for (int batch = 0; batch < 60; batch++) {
      Life.append(house.log, IntStream.range(0, 100).mapToObj(i -> Life.any(random, 5)).toArray(NewEvent[]::new));
    }
    ProjectionPosted unreadable = new ProjectionPosted("beyond", 1, "0".repeat(64), "nothing that holds");
    house.log.append(Append.of(new NewEvent(UUID.randomUUID(), "projection:beyond", 0L, null,
        EventCatalogue.standard().of(ProjectionPosted.class).type(), 1, Life.DAY,
        new EventCodec(EventCatalogue.standard()).encode(unreadable), EventDecoder.encode(Metadata.NONE))));
    List<String> offered = new ArrayList<>();
    List<String> posted = new CopyOnWriteArrayList<>();
    try (DeclaredProjections declared = new DeclaredProjections(house.log, house.tail, house.decoder, compiler,
        posted::add, projection -> offered.add(projection.name() + " " + projection.version()))) {
      declared.start();
      Awaitility.await().atMost(House.LONG).until(() -> declared.newest("spend").isPresent());
      posts.post("spend", new DefinitionText(SPEND + "# more\n"), null, "anna");
      declared.catchUp();

      assertThat(declared.newest("spend").orElseThrow().version()).isEqualTo(2);
      assertThat(declared.find("spend", 1).orElseThrow().definition()).isEqualTo(new DefinitionText(SPEND));
      assertThat(declared.find("spend", 3)).isEmpty();
      assertThat(posted).as("also what does not hold here").contains("spend", "beyond");
      assertThat(declared.newest("beyond")).isEmpty();
      assertThat(declared.newest("other")).isEmpty();
      assertThat(offered).containsExactly("spend 1", "spend 2");
    }
  }

  @Test
  void a_sample_folds_customers_from_all_along_the_log_and_tells_whose_state_depends_on_order() throws Exception {
    Life.append(house.log,
        Life.signin("C-1", Life.DAY.plusSeconds(10)), Life.purchase("C-1", Life.DAY, "1", "app"),
        Life.purchase("C-2", Life.DAY, "2", "app"), Life.purchase("C-2", Life.DAY.plusSeconds(1), "3", "wecom"),
        Life.undeclared("C-3", Life.DAY));
    SampleRun sample = new SampleRun(house.log, house.decoder);
    DeclaredProjection last = compiler.compile(new DefinitionText("""
        projection: last
        state: {last: {type: text, initial: none}}
        on:
          signin.made: {set: {last: "\\"signin\\""}}
          purchase.made: {set: {last: event.channel.orValue("")}}
        """), 1);

    SampleRun.Sample taken = sample.take(last, 10);

    assertThat(taken.customers()).isEqualTo(2);
    assertThat(taken.events()).isEqualTo(4);
    // C-1 bought before he signed in, and it was told after.
    assertThat(taken.orderDependent()).isEqualTo(1);
    assertThat(taken.rows()).containsExactlyInAnyOrder(Map.of("last", "app"), Map.of("last", "wecom"));
    SampleRun.Sample summed = sample.take(compiler.compile(new DefinitionText(SPEND), 1), 10);
    assertThat(summed.orderDependent()).isZero();
    assertThat(
        summed.rows().stream().map(row -> (BigDecimal) row.get("spend")).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("6");
  }

  @Test
  void a_sample_also_finds_customers_whose_events_are_few_or_all_in_one_place() throws Exception {
    Life.append(house.log, Life.purchase("rare-1", Life.DAY, "1", "app"));
    for (int batch = 0; batch < 50; batch++) {
      Life.append(house.log,
          IntStream.range(0, 100).mapToObj(i -> Life.signin("C-1", Life.DAY)).toArray(NewEvent[]::new));
    }
    Life.append(house.log, IntStream.rangeClosed(2, 30)
        .mapToObj(i -> Life.purchase("rare-" + i, Life.DAY, "1", "app")).toArray(NewEvent[]::new));
    DeclaredProjection spend = compiler.compile(new DefinitionText(SPEND), 1);

    SampleRun sample = new SampleRun(house.log, house.decoder);
    assertThat(sample.take(spend, 30).customers()).as("all of them").isEqualTo(30);
    assertThat(sample.take(spend, 500).customers()).as("there are no more").isEqualTo(30);
    assertThat(sample.take(spend, 2).customers()).isEqualTo(2);
  }

  private static Map<Tally.Cell, String> plain(Map<Tally.Cell, BigDecimal> figures) {
    Map<Tally.Cell, String> plain = new HashMap<>();
    figures.forEach((cell, value) -> plain.put(cell, value.stripTrailingZeros().toPlainString()));
    return plain;
  }

  private Map<Tally.Cell, BigDecimal> byHand() throws SQLException {
    Map<Tally.Cell, BigDecimal> figures = new HashMap<>();
    try (Connection connection = house.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(BY_HAND)) {
      while (row.next()) {
        TreeMap<String, String> by = new TreeMap<>(Map.of("channel", row.getString(1), "weekday", row.getString(2)));
        figures.put(new Tally.Cell("spend", by), row.getBigDecimal(3));
        figures.put(new Tally.Cell("lines", by), row.getBigDecimal(4));
      }
    }
    figures.values().removeIf(value -> value.signum() == 0);
    return figures;
  }
}
