package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownLifeTest {
  private final House house = new House();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  private KnownLife life() {
    return new KnownLife(house.tail, "C-1", Long.MAX_VALUE, null, "purchase.made"::equals, position -> false);
  }

  private static List<String> amounts(List<LoggedEvent> told) {
    return told.stream().map(event -> event.position() + " " + ((PurchaseMade) event.recorded().event()).total())
        .toList();
  }

  private void correct(long position, String amount) {
    Life.append(house.log, Life.correction(house.log, house.log.read(position - 1, 1).getFirst().eventId(), DAY,
        Life.bought(amount, "app", null, null)));
  }

  @Test
  void what_is_recorded_while_a_life_is_read_a_second_time_is_left_to_the_next() {
    Life.append(house.log, Life.purchase("C-1", DAY, "7.00", "app"), Life.purchase("C-1", DAY, "1.00", "app"));
    correct(1, "8.00");
    int[] readings = {0};

    KnownLife.Told<List<LoggedEvent>> told = life().fold(() -> {
      if (++readings[0] == 2) {
        correct(2, "2.00");
        Life.append(house.log, Life.purchase("C-1", DAY, "3.00", "app"));
      }
      return new ArrayList<>();
    }, List::add);

    assertThat(amounts(told.folded())).containsExactly("1 8.00", "2 1.00");
    assertThat(told.restated()).isEqualTo(3);
    assertThat(amounts(life().<List<LoggedEvent>>fold(ArrayList::new, List::add).folded()))
        .containsExactly("1 8.00", "2 2.00", "5 3.00");
  }

  @Test
  void a_life_without_corrections_is_read_once() {
    Life.append(house.log, Life.purchase("C-1", DAY, "7.00", "app"), Life.signin("C-1", DAY));
    int[] readings = {0};

    life().fold(() -> readings[0]++, (reading, event) -> {});

    assertThat(readings[0]).isEqualTo(1);
  }
}
