package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.projections.SkipDecisions.Skipped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a correction breaks it parks, and what it mends it mends at once. */
class CorrectionParkingTest {
  private static final String CUSTOMER = "C-1";

  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  private UUID idAt(long position) {
    return at(position).eventId();
  }

  private StoredEvent at(long position) {
    return house.log.read(position - 1, 1).getFirst();
  }

  private void correct(long position, String amount, String campaign) {
    Life.append(house.log,
        Life.correction(house.log, idAt(position), DAY, Life.bought(amount, "app", campaign, null)));
  }

  @Test
  void a_correction_that_cannot_be_folded_is_given_up_for_the_former_content(@TempDir Path folder) {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase(CUSTOMER, DAY, "7.00", "app"), Life.signin(CUSTOMER, DAY));
    correct(1, "8.00", Spending.POISON);
    Life.append(house.log, Life.signin(CUSTOMER, DAY));
    house.awaitLive(runner);
    assertThat(runner.parkedAt("spending", 3)).isPresent();
    Instant before = at(2).recordedAt();
    assertThat(house.models.travel(spending, CUSTOMER, new TimeTravel(before, null)).state().total())
        .isEqualByComparingTo("7.00");

    var personal = TinkPersonalData.open(house.database, folder.resolve("kek"));
    assertThat(new SkipDecisions(house.log, personal).skip(runner, "spending", 3, "no such thing", "operator", DAY))
        .isEqualTo(new Skipped(5, true));

    assertThat(house.models.live(spending, CUSTOMER).folded().state().total()).isEqualByComparingTo("7.00");
    assertThat(house.models.live(spending, CUSTOMER).folded().state().signins()).isEqualTo(2);
    assertThat(house.models.travel(spending, CUSTOMER, TimeTravel.NONE))
        .isEqualTo(house.models.live(spending, CUSTOMER).folded());
    assertThat(runner.differences("spending")).isEmpty();
  }

  @Test
  void a_fact_that_could_not_be_folded_is_mended_by_its_correction_at_once() {
    house.retryEvery(House.LONG);
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison(CUSTOMER, DAY), Life.signin(CUSTOMER, DAY));
    house.awaitLive(runner);
    assertThat(runner.status().getFirst().parked()).isEqualTo(1);

    correct(1, "5.00", null);
    await().atMost(House.LONG).until(() -> runner.status().getFirst().parked() == 0);

    assertThat(house.models.live(spending, CUSTOMER).folded()).isEqualTo(new CorrectedLives(house).spent(CUSTOMER, 3));
  }

  @Test
  void rows_are_compared_as_they_are_known() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase(CUSTOMER, DAY, "7.00", "app"), Life.purchase("C-2", DAY, "1.00", "app"));
    correct(1, "8.00", null);
    Life.append(house.log, Life.withdrawal(house.log, idAt(2), DAY));
    house.awaitLive(runner);

    assertThat(runner.differences("spending")).isEmpty();
    house.execute("update views.spending_g%d set state = replace(state, '8.00', '7.00')"
        .formatted(house.active("spending").number()));
    assertThat(runner.differences("spending").isEmpty()).isFalse();
  }

  /** A snapshot in which the two sides are at different positions, a correction between them. */
  @Test
  void a_side_that_lacks_a_correction_is_folded_anew_for_the_comparison() throws Exception {
    ViewsSchema.migrate(house.database);
    ViewsDatabase views = new ViewsDatabase(house.database);
    Generation live = new Generations(views).build("spending", 1);
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    GenerationFeed<Spending.Spent> feed = new GenerationFeed<>(house.tail, views, folding, live);
    Life.append(house.log, Life.purchase(CUSTOMER, DAY, "7.00", "app"));
    feed.step(Long.MAX_VALUE, 10);
    correct(1, "8.00", null);

    Overlay overlay = views.snapshot(ViewsDatabase.Patience.WORKING, connection -> {
      Overlay.Folding<Spending.Spent> lacking = new Overlay.Folding<>(house.tail, connection,
          new Comparison.Side<>(live, folding), Segments.of(live).all(connection));
      house.tail.read(1, 10).forEach(lacking::add);
      return lacking.overlay();
    });

    assertThat(overlay.changes()).singleElement().satisfies(change -> {
      assertThat(change.anew()).isTrue();
      assertThat(change.after().position()).isEqualTo(2);
      assertThat(change.json()).contains("8.00");
      assertThat(change.lines()).hasSize(2);
    });
  }
}
