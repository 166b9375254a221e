package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit for those who write projections: it lets good ones pass, and finds what is wrong with others. */
class ProjectionContractTest {
  private static final long SEED = 20_260_301L;

  @Test
  void a_projection_that_keeps_the_contract_passes_on_any_life() {
    ProjectionContract.holdsForRandomLives(counting((state, event) -> new Count(state.signins() + 1)), SEED);
    ProjectionContract.holdsForRandomLives(new Figures(1), SEED);
  }

  @Test
  void given_events_the_rows_lines_and_answers_are_what_they_say() {
    GivenLife<Spending.Spent, BigDecimal> given = GivenLife.of(new Spending("spending", 1))
        .event("2026-03-02T00:00:00Z", purchase("wecom", "10.50")).event("2026-03-01T00:00:00Z", purchase("app", "2"));

    assertThat(given.answer("2026-04-01T00:00:00Z")).isEqualByComparingTo("12.50");
    assertThat(given.state().byChannel()).containsOnlyKeys("app", "wecom");
    assertThat(given.lines(Spending.Entry.class)).extracting(Spending.Entry::half).containsExactly(0, 1, 0, 1);
    assertThat(GivenLife.of(new Channels()).event("2026-03-02T00:00:00Z", purchase("wecom", "10.50")).rows())
        .singleElement().satisfies(row -> assertThat(row).containsEntry("channel", "wecom").containsKey("spent"));
    assertThat(GivenLife.of(new Figures(1)).event("2026-03-02T00:00:00Z", new SigninMade(new Code("app"))).rows())
        .containsExactly(Map.of("weekday", "1", "signins", BigDecimal.ONE));
  }

  @Test
  void a_fold_that_takes_what_came_last_for_what_happened_last_is_found() {
    assertBroken(counting((state, event) -> new Count((int) event.position())), "(occurredAt, position)");
  }

  @Test
  void a_fold_that_remembers_beside_its_state_is_found() {
    int[] beside = new int[1];
    assertBroken(counting((state, event) -> new Count(++beside[0])), "again");
  }

  @Test
  void a_state_that_json_loses_is_found() {
    assertBroken(new Forgetful(), "JSON");
  }

  @Test
  void figures_that_are_no_function_of_the_state_are_found() {
    assertBroken(new Figures(0), "figures");
  }

  private static void assertBroken(Projection<?, ?> projection, String by) {
    assertThatThrownBy(() -> ProjectionContract.holdsForRandomLives(projection, SEED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed " + SEED).hasMessageContaining(by);
  }

  private static PurchaseMade purchase(String channel, String amount) {
    return new PurchaseMade(new PurchaseId("P"), Currency.getInstance("CNY"),
        List.of(new Line(null, null, null, Amount.of(amount), null)), null, null, null, null, new Code(channel), null);
  }

  record Count(int signins) {}

  private static Projection<Count, Count> counting(BiFunction<Count, Recorded, Count> fold) {
    return new Signins<>(Count.class, new Count(0)) {
      @Override
      public Count fold(Count state, Recorded event) {
        return fold.apply(state, event);
      }
    };
  }

  /** What JSON keeps of it is less than it holds. */
  record Hidden(int signins, @JsonIgnore @Nullable Integer all) {
    Hidden next() {
      return new Hidden(signins + (all == null ? 0 : all), all == null ? 1 : all + 1);
    }
  }

  private static final class Forgetful extends Signins<Hidden> {
    Forgetful() {
      super(Hidden.class, new Hidden(0, null));
    }

    @Override
    public Hidden fold(Hidden state, Recorded event) {
      return state.next();
    }
  }

  /** Sign-ins by weekday of the last one. */
  private static final class Figures extends Signins<Count> implements Tally<Count> {
    private final int step;
    private int asked;

    /** @param step 0: figures that change with every time they are asked for */
    Figures(int step) {
      super(Count.class, new Count(0));
      this.step = step;
    }

    @Override
    public Count fold(Count state, Recorded event) {
      return new Count(state.signins() + 1);
    }

    @Override
    public List<Column> dimensions() {
      return List.of(Column.text("weekday"));
    }

    @Override
    public List<Column> measures() {
      return List.of(Column.integer("signins"));
    }

    @Override
    public Map<Cell, BigDecimal> contribution(Count state) {
      SortedMap<String, String> weekday = new TreeMap<>(Map.of("weekday", "1"));
      return state.signins() == 0
          ? Map.of()
          : Map.of(new Cell("signins", weekday), BigDecimal.valueOf(step == 0 ? ++asked : state.signins()));
    }
  }

  private abstract static class Signins<S> implements Projection<S, S> {
    private final Class<S> type;
    private final S initial;

    Signins(Class<S> type, S initial) {
      this.type = type;
      this.initial = initial;
    }

    @Override
    public String name() {
      return "signins";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Set<Class<? extends CustomerEvent>> events() {
      return Set.of(SigninMade.class);
    }

    @Override
    public Class<S> stateType() {
      return type;
    }

    @Override
    public S initial() {
      return initial;
    }

    @Override
    public S answer(Folded<S> folded, Instant at) {
      return folded.state();
    }
  }
}
