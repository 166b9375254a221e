package io.anamnesis.projections.declared;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A projection that an analyst declared. The kit runs it as any other. Its events are folded in the order of the log: where
 * the order in which customers' facts come must not matter, the declaration has to add up or take extremes.
 */
public abstract sealed class DeclaredProjection implements Projection<DeclaredState, DeclaredState>
    permits DeclaredTally, DeclaredRows {
  private final Plan plan;
  private final int version;
  private final DefinitionText definition;

  DeclaredProjection(Plan plan, int version, DefinitionText definition) {
    this.plan = plan;
    this.version = version;
    this.definition = definition;
  }

  final Plan plan() {
    return plan;
  }

  @Override
  public final String name() {
    return plan.name();
  }

  @Override
  public final int version() {
    return version;
  }

  /** As people call it; null where the definition does not say. */
  public final @Nullable String title() {
    return plan.title();
  }

  public final DefinitionText definition() {
    return definition;
  }

  /** The columns of its rows: of the figures, dimensions before measures, or of the state. */
  public abstract List<Column> columns();

  @Override
  public final Set<Class<? extends CustomerEvent>> events() {
    return plan.events();
  }

  @Override
  public final Class<DeclaredState> stateType() {
    return DeclaredState.class;
  }

  @Override
  public final DeclaredState initial() {
    return new DeclaredState(plan.state().initial(), List.of());
  }

  /** @throws io.anamnesis.projections.FoldRefused if an expression cannot be computed, or a bound is passed */
  @Override
  public final DeclaredState fold(DeclaredState state, Recorded event) {
    DeclaredState after = state;
    for (Rule rule : plan.rules().getOrDefault(event.type(), List.of())) {
      after = rule.apply(plan.state(), after, event);
    }
    return after;
  }

  /** The event types that the definition has a rule for. */
  public final Set<String> eventTypes() {
    return plan.rules().keySet();
  }

  /** Whether the definition has a rule for events of the type. */
  public final boolean hasRuleFor(String eventType) {
    return plan.rules().containsKey(eventType);
  }

  /**
   * Which fields of an event's payload the definition reads, as paths: {@code site, lines, lines[].amount}. Exact: they
   * stand in its checked expressions.
   */
  public final SortedSet<String> fieldsRead(String eventType) {
    return plan.rules().getOrDefault(eventType, List.of()).stream().flatMap(Rule::expressions)
        .flatMap(expression -> expression.fields().stream()).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public final DeclaredState answer(Folded<DeclaredState> folded, Instant at) {
    return folded.state();
  }

  /** The fields of a state by name, each as a {@link Column} of its type holds it. */
  public final Map<String, @Nullable Object> fieldsOf(DeclaredState state) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    plan.state().declared().forEach(
        (name, field) -> values.put(name, field.type().cell(plan.state().value(name, state.fields()))));
    return values;
  }

  /** What a state adds to the figures: a row per cell, with a value for each of {@link #columns()}; null for what is not there. */
  public final List<Map<String, @Nullable Object>> cellsOf(DeclaredState state) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (DeclaredState.OwnCell cell : state.cells()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      plan.dimensions().forEach((name, type) -> {
        String text = cell.by().get(name);
        row.put(name, text == null ? null : type.cell(type.parse(text)));
      });
      plan.measures().forEach((name, type) -> row.put(name, type.figure(cell.add().get(name))));
      rows.add(row);
    }
    return rows;
  }

  /** The rows that these customers' states alone would give. */
  public abstract List<Map<String, @Nullable Object>> rowsOf(List<DeclaredState> states);
}
