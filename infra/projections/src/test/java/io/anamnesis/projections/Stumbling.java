package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link FirstChannel} that cannot fold poison until it is mended. */
final class Stumbling implements Tally<FirstChannel.First> {
  private final FirstChannel figures = new FirstChannel();
  volatile boolean mended;

  @Override
  public String name() {
    return "stumbling";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return figures.events();
  }

  @Override
  public Class<FirstChannel.First> stateType() {
    return figures.stateType();
  }

  @Override
  public FirstChannel.First initial() {
    return figures.initial();
  }

  @Override
  public FirstChannel.First fold(FirstChannel.First state, Recorded event) {
    if (!mended && ((PurchaseMade) event.event()).campaign() != null) {
      throw new IllegalArgumentException();
    }
    return figures.fold(state, event);
  }

  @Override
  public FirstChannel.First answer(Folded<FirstChannel.First> folded, java.time.Instant at) {
    return folded.state();
  }

  @Override
  public List<Column> dimensions() {
    return figures.dimensions();
  }

  @Override
  public List<Column> measures() {
    return figures.measures();
  }

  @Override
  public Map<Cell, BigDecimal> contribution(FirstChannel.First state) {
    return figures.contribution(state);
  }
}
