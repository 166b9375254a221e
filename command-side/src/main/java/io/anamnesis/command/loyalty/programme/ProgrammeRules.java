package io.anamnesis.command.loyalty.programme;

import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.schema.OpenFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A version of the programme, ready to decide: its conditions compiled, its rules by the interaction that they name. */
public final class ProgrammeRules {
  private final Programme programme;
  private final Map<String, List<Rule>> byType = new HashMap<>();

  /** An earning rule with its condition. */
  public record Rule(EarningRule data, Optional<Condition> condition, boolean inMonthlyCap) {
    public String name() {
      return data.name();
    }

    /** @param amount of a purchase's line, what the customer paid of it; null of every other interaction */
    public boolean applies(@Nullable BigDecimal amount, List<Value> seen) {
      if (condition.isEmpty()) {
        return true;
      }
      Map<String, String> texts = new HashMap<>();
      seen.forEach(value -> texts.put(value.name(), value.value()));
      return condition.get().holds(amount, texts);
    }
  }

  /**
   * @param fields of types {@code x.…} that conditions may name
   * @throws IllegalArgumentException if a condition of the programme cannot be compiled
   */
  public ProgrammeRules(Programme programme, OpenFields fields) {
    this.programme = programme;
    for (EarningRule rule : programme.rules()) {
      if (rule.canGive()) {
        byType.computeIfAbsent(rule.on(), type -> new ArrayList<>())
            .add(new Rule(rule, Optional.ofNullable(rule.when()).map(when -> condition(rule.on(), when, fields)),
                programme.monthlyCap() != null && programme.monthlyCap().covers(rule)));
      }
    }
  }

  private static Condition condition(String type, String when, OpenFields fields) {
    return type.startsWith(ExtensionFact.PREFIX)
        ? Condition.compile(when, fields.of(type))
        : Condition.compile(when);
  }

  public Programme programme() {
    return programme;
  }

  /** The types of interaction that some rule rewards. */
  public Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  /** Those that name a type, in the order of the programme. */
  public List<Rule> of(String type) {
    return byType.getOrDefault(type, List.of());
  }
}
