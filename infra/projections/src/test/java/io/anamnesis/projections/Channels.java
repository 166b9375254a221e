package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.projections.Column.Type;
import io.anamnesis.projections.Spending.Spent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a customer spent, a row a channel. */
final class Channels implements Projection<Spent, BigDecimal>, Tabular<Spent> {
  private final Spending spending = new Spending("channels", 1);

  @Override
  public String name() {
    return spending.name();
  }

  @Override
  public int version() {
    return spending.version();
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return spending.events();
  }

  @Override
  public Class<Spent> stateType() {
    return spending.stateType();
  }

  @Override
  public Spent initial() {
    return spending.initial();
  }

  @Override
  public Spent fold(Spent state, Recorded event) {
    return spending.fold(state, event);
  }

  @Override
  public BigDecimal answer(Folded<Spent> folded, Instant at) {
    return spending.answer(folded, at);
  }

  @Override
  public List<Column> columns() {
    return List.of(Column.text("channel"), Column.decimal("spent"), new Column("many", Type.BOOLEAN));
  }

  @Override
  public List<List<@Nullable Object>> rows(Spent state) {
    return state.byChannel().entrySet().stream()
        .map(channel -> Arrays.<Object>asList(channel.getKey(), channel.getValue(), null)).toList();
  }
}
