package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tests' figures: customers by the channel of their first purchase, and what they spent; late facts restate both. */
class FirstChannel implements Tally<FirstChannel.First> {

  record First(@Nullable Instant at, long position, @Nullable String channel, BigDecimal spent) {}

  @Override
  public String name() {
    return "first-channel";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class);
  }

  @Override
  public Class<First> stateType() {
    return First.class;
  }

  @Override
  public First initial() {
    return new First(null, 0, null, BigDecimal.ZERO);
  }

  @Override
  public First fold(First state, Recorded event) {
    PurchaseMade purchase = (PurchaseMade) event.event();
    BigDecimal spent = state.spent.add(purchase.total());
    boolean earlier = state.at == null || event.occurredAt().isBefore(state.at)
        || event.occurredAt().equals(state.at) && event.position() < state.position;
    return earlier
        ? new First(event.occurredAt(), event.position(), purchase.channel().value(), spent)
        : new First(state.at, state.position, state.channel, spent);
  }

  @Override
  public First answer(Folded<First> folded, Instant at) {
    return folded.state();
  }

  @Override
  public List<Column> dimensions() {
    return List.of(Column.text("channel"));
  }

  @Override
  public List<Column> measures() {
    return List.of(Column.integer("customers"), Column.decimal("spent"));
  }

  @Override
  public Map<Cell, BigDecimal> contribution(First state) {
    if (state.channel == null) {
      // All that was told is withdrawn.
      return Map.of();
    }
    return Map.of(cell("customers", state.channel), BigDecimal.ONE, cell("spent", state.channel), state.spent);
  }

  static Cell cell(String measure, String channel) {
    return new Cell(measure, new TreeMap<>(Map.of("channel", channel)));
  }
}
