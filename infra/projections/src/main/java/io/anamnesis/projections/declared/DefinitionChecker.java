package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.projections.declared.Contribution.Dimension;
import io.anamnesis.projections.declared.Contribution.Measure;
import io.anamnesis.projections.declared.Declaration.Named;
import io.anamnesis.projections.declared.Declaration.On;
import io.anamnesis.projections.declared.Declaration.Tallying;
import io.anamnesis.projections.declared.Node.Scalar;
import io.anamnesis.projections.declared.Rule.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a declaration against the event records, and makes it ready to run. */
final class DefinitionChecker {
  private static final List<ValueType> CONDITION = List.of(ValueType.BOOLEAN);
  /** What a figure can be split by: what does not take a new value with every event. */
  private static final List<ValueType> DIMENSION =
      List.of(ValueType.TEXT, ValueType.INTEGER, ValueType.BOOLEAN, ValueType.DATE);
  private static final List<ValueType> MEASURE = List.of(ValueType.INTEGER, ValueType.DECIMAL);

  private final EventCatalogue catalogue;
  private final OpenFields open;
  private final Language language;
  private final Complaints complaints;
  private final ExpressionChecker expressions;
  private final Declaration declaration;
  private final Map<String, ValueType> dimensions = new LinkedHashMap<>();
  private final Map<String, ValueType> measures = new LinkedHashMap<>();

  /** @param open of types {@code x.…} */
  DefinitionChecker(EventCatalogue catalogue, OpenFields open, Language language, Complaints complaints,
      Declaration declaration) {
    this.catalogue = catalogue;
    this.open = open;
    this.language = language;
    this.complaints = complaints;
    this.expressions = new ExpressionChecker(complaints);
    this.declaration = declaration;
  }

  /** The plan; to be used only if nothing was complained about. */
  Plan check() {
    Map<String, List<Rule>> rules = new HashMap<>();
    Set<Class<? extends CustomerEvent>> events = new HashSet<>();
    declaration.rules().forEach((type, on) -> descriptor(type, on).ifPresent(descriptor -> {
      events.add(descriptor.recordType());
      rules.put(type, rules(on, environment(descriptor)));
    }));
    return new Plan(declaration.name().value(), declaration.title(), declaration.state(), dimensions, measures, rules,
        events);
  }

  private Optional<EventDescriptor> descriptor(String type, On on) {
    Optional<EventDescriptor> known = catalogue.find(type);
    if (known.isEmpty()) {
      complaints.add(on.place(), Fault.UNKNOWN_EVENT_TYPE, type,
          Likeness.nearest(type, catalogue.all().stream().map(EventDescriptor::type).toList()));
    } else if (!isSomebodys(known.get())) {
      complaints.add(on.place(), Fault.NOBODYS_EVENT, type);
    }
    return known.filter(DefinitionChecker::isSomebodys);
  }

  /** Of an event without a subject nobody's state would ever learn. */
  private static boolean isSomebodys(EventDescriptor descriptor) {
    return descriptor.ofCustomer() || descriptor.ofSite();
  }

  private Environment environment(EventDescriptor descriptor) {
    if (descriptor.isExtension()) {
      return Environment.of(language, declaration.state(), new ExtensionFields(open.of(descriptor.type())));
    }
    return Environment.of(language, declaration.state(), EventFields.of(descriptor.recordType()));
  }

  private List<Rule> rules(On on, Environment environment) {
    List<Rule> rules = new ArrayList<>();
    for (Declaration.Rule rule : on.rules()) {
      Scalar list = rule.each();
      if (list == null) {
        rules.add(rule(rule, null, environment));
      } else {
        each(list, environment).ifPresent(each -> rules
            .add(rule(rule, each, environment.withItem(((ListType) each.type()).elemType()))));
      }
    }
    return List.copyOf(rules);
  }

  private Optional<Expression> each(Scalar list, Environment environment) {
    return expressions.check(list, environment).filter(each -> {
      CelType certain = TypeWords.certain(each.type());
      if (!(certain instanceof ListType)) {
        complaints.add(list.place(), Fault.WRONG_RESULT, "list", TypeWords.of(each.type()));
      } else if (!certain.equals(each.type())) {
        complaints.add(list.place(), Fault.MAY_BE_ABSENT, TypeWords.of(each.type()));
      }
      return each.type() instanceof ListType;
    });
  }

  private Rule rule(Declaration.Rule rule, @Nullable Expression each, Environment environment) {
    Scalar where = rule.where();
    List<Assignment> set = new ArrayList<>();
    rule.set().forEach(named -> assignment(named, environment).ifPresent(set::add));
    return new Rule(
        where == null ? null : expressions.check(where, environment, CONDITION).orElse(null), each, List.copyOf(set),
        contribution(rule.tally(), environment), environment.extension());
  }

  private Optional<Assignment> assignment(Named named, Environment environment) {
    ValueType type = declaration.state().typeOf(named.name());
    if (type == null) {
      complaints.add(named.place(), Fault.UNKNOWN_STATE_FIELD, named.name());
      return Optional.empty();
    }
    return expressions.check(named.expression(), environment, List.of(type))
        .map(value -> new Assignment(named.name(), type, value));
  }

  private @Nullable Contribution contribution(@Nullable Tallying tally, Environment environment) {
    if (tally == null) {
      return null;
    }
    List<Dimension> by = new ArrayList<>();
    tally.by().forEach(named -> expressions.checkOptional(named.expression(), environment, DIMENSION)
        .ifPresent(value -> by.add(new Dimension(named.name(),
            agree(named, value, dimensions, measures), value))));
    List<Measure> add = new ArrayList<>();
    tally.add().forEach(named -> expressions.check(named.expression(), environment, MEASURE).ifPresent(amount -> {
      agree(named, amount, measures, dimensions);
      add.add(new Measure(named.name(), amount));
    }));
    return new Contribution(List.copyOf(by), List.copyOf(add));
  }

  /** Every use of a name is of one type, and a name means one thing. */
  private ValueType agree(Named named, Expression value, Map<String, ValueType> among, Map<String, ValueType> others) {
    ValueType type = ValueType.ofCel(TypeWords.certain(value.type())).orElseThrow();
    ValueType known = among.putIfAbsent(named.name(), type);
    if (known != null && known != type) {
      complaints.add(named.place(), Fault.TWO_TYPES, named.name(), known.word(), type.word());
    }
    if (others.containsKey(named.name())) {
      complaints.add(named.place(), Fault.TWO_MEANINGS, named.name());
    }
    return type;
  }
}
