package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a programme from outside; refuses what could not be in force, by the path of what is at fault. */
final class DraftProgramme {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .build();
  private static final List<String> REQUIRED =
      List.of("version", "zone", "expiryMonths", "qualifyingMonths", "validityMonths", "rules", "tiers");
  private static final List<String> REQUIRED_OF_RULE = List.of("name", "on", "multiplied", "pendingDays", "streakDays");
  private static final List<String> REQUIRED_OF_TIER = List.of("level", "threshold", "multiplier", "benefits");
  private static final int MOST_MONTHS = 1_200;
  private static final int MOST_RULES = 200;

  private final EventCatalogue catalogue;

  DraftProgramme(EventCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** @throws ProblemException {@code missing} or {@code invalid} with the field */
  Programme read(JsonNode body) {
    require(body, "", REQUIRED);
    each(body, "rules", REQUIRED_OF_RULE);
    each(body, "tiers", REQUIRED_OF_TIER);
    Programme draft;
    try {
      draft = JSON.treeToValue(body, Programme.class);
    } catch (JacksonException unreadable) {
      throw invalid(path(unreadable), unreadable);
    }
    check(draft);
    return draft;
  }

  private void check(Programme draft) {
    months("expiryMonths", draft.expiryMonths());
    months("qualifyingMonths", draft.qualifyingMonths());
    months("validityMonths", draft.validityMonths());
    if (draft.version().isBlank()) {
      throw invalid("version", null);
    }
    if (draft.rules().size() > MOST_RULES) {
      throw invalid("rules", null);
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < draft.rules().size(); i++) {
      String path = "rules[" + i + "]";
      EarningRule rule = draft.rules().get(i);
      if (rule.name().isBlank() || !names.add(rule.name())) {
        throw invalid(path + ".name", null);
      }
      check(path, rule);
    }
  }

  private void check(String path, EarningRule rule) {
    EventDescriptor type = catalogue.find(rule.on()).filter(found -> found.isFact() && !found.ofSite())
        .orElseThrow(() -> invalid(path + ".on", null));
    if (rule.rate() != null && (type.recordType() != PurchaseMade.class || rule.rate().signum() < 0)) {
      // Only a purchase has an amount that a rate could be applied to.
      throw invalid(path + ".rate", null);
    }
    if (rule.points() != null && rule.points() < 0) {
      throw invalid(path + ".points", null);
    }
    if (rule.pendingDays() < 0) {
      throw invalid(path + ".pendingDays", null);
    }
    if (rule.streakDays() < 0) {
      throw invalid(path + ".streakDays", null);
    }
    if (rule.when() != null) {
      try {
        Condition.compile(rule.when());
      } catch (IllegalArgumentException wrong) {
        throw Problem.of(ProblemType.INVALID).field(path + ".when")
            .detail("problem.invalid.condition", String.valueOf(wrong.getMessage())).exception();
      }
    }
  }

  private static void months(String field, int months) {
    if (months < 1 || months > MOST_MONTHS) {
      throw invalid(field, null);
    }
  }

  private static void each(JsonNode body, String list, List<String> required) {
    for (int i = 0; i < body.path(list).size(); i++) {
      require(body.path(list).get(i), list + "[" + i + "].", required);
    }
  }

  private static void require(JsonNode object, String prefix, List<String> required) {
    for (String name : required) {
      if (object.path(name).isMissingNode() || object.path(name).isNull()) {
        throw Problem.of(ProblemType.MISSING).field(prefix + name).exception();
      }
    }
  }

  private static String path(JacksonException unreadable) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : unreadable.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /** What a record's own rules say of it is told; it names rules and levels, nothing personal. */
  private static ProblemException invalid(String field, @Nullable Throwable failure) {
    Problem problem = Problem.of(ProblemType.INVALID);
    if (!field.isEmpty()) {
      problem = problem.field(field);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException told && told.getMessage() != null) {
        problem = problem.detail("problem.invalid.programme", told.getMessage());
      }
    }
    return problem.exception();
  }
}
