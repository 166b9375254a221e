package io.anamnesis.command.loyalty.programme;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.anamnesis.events.schema.FieldForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition of an earning rule, in CEL: typed, sandboxed, terminating. Variables: {@code amount} (a decimal: of a
 * purchase's line, what the customer paid of it), and the texts {@code currency, product, businessLine, channel, site,
 * department, disease, kind, platform, plan, activity, content, survey, visit}; a text that the interaction lacks is
 * {@code ""}. Money is a decimal type of its own, never a double: {@code amount >= decimal("200")}. Of CEL it has
 * comparisons, {@code && || ! ?:}, {@code in} a list, {@code contains}, {@code startsWith} and {@code endsWith}: what has an
 * answer for every interaction. Of a type {@code x.…} it sees the fields that are clear, too: {@code event.steps}.
 */
public final class Condition {
  static final CelType DECIMAL = OpaqueType.create("decimal");
  static final List<String> TEXTS =
      List.of("currency", "product", "businessLine", "channel", "site", "department", "disease", "kind", "platform",
          "plan", "activity", "content", "survey", "visit");
  private static final ConditionChecker CHECKER = new ConditionChecker(compiler(Map.of()));
  private static final CelRuntime RUNTIME = runtime();

  private final CelRuntime.Program program;
  private final Map<String, CelType> fields;

  private Condition(CelRuntime.Program program, Map<String, CelType> fields) {
    this.program = program;
    this.fields = fields;
  }

  /** @throws InvalidCondition if the text is no condition */
  public static Condition compile(String text) {
    return compile(text, CHECKER, Map.of());
  }

  /**
   * Of a rule for a type {@code x.…}.
   *
   * @param open the fields of the type that are clear, or were
   * @throws InvalidCondition if the text is no condition
   */
  static Condition compile(String text, Map<String, FieldForm> open) {
    Map<String, CelType> fields = ExtensionValues.variables(open);
    return fields.isEmpty() ? compile(text) : compile(text, new ConditionChecker(compiler(fields)), fields);
  }

  private static Condition compile(String text, ConditionChecker checker, Map<String, CelType> fields) {
    try {
      return new Condition(RUNTIME.createProgram(checker.check(text)), fields);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("no program can be made of a checked condition: " + e.getErrorCode(), e);
    }
  }

  /**
   * @param amount of the line; null where the interaction has none: every comparison with it is then false
   * @param texts by name: of {@link #TEXTS}, and fields of the type
   */
  boolean holds(@Nullable BigDecimal amount, Map<String, String> texts) {
    Map<String, Object> variables = new HashMap<>();
    TEXTS.forEach(name -> variables.put(name, texts.getOrDefault(name, "")));
    fields.forEach((name, type) -> variables.put(name, ExtensionValues.value(type, texts.get(name))));
    variables.put("amount", new Decimal(amount));
    try {
      return (Boolean) program.eval(variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked condition could not be evaluated: " + e.getErrorCode(), e);
    }
  }

  /** A decimal by value: 1.5 equals 1.50. */
  record Decimal(@Nullable BigDecimal value) {
    Decimal(@Nullable BigDecimal value) {
      this.value = value == null ? null : value.stripTrailingZeros();
    }
  }

  /** The comparisons that decimals have in CEL. */
  private enum Comparison {
    LESS("_<_"), AT_MOST("_<=_"), MORE("_>_"), AT_LEAST("_>=_");

    private final String operator;

    Comparison(String operator) {
      this.operator = operator;
    }

    String overload() {
      return "decimal" + operator;
    }

    boolean holds(Decimal left, Decimal right) {
      if (left.value() == null || right.value() == null) {
        return false;
      }
      int order = left.value().compareTo(right.value());
      return switch (this) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  private static CelCompiler compiler(Map<String, CelType> fields) {
    List<CelFunctionDecl> functions = new ArrayList<>();
    functions.add(CelFunctionDecl.newFunctionDeclaration("decimal",
        CelOverloadDecl.newGlobalOverload("decimal_of_string", DECIMAL, SimpleType.STRING)));
    for (Comparison comparison : Comparison.values()) {
      functions.add(CelFunctionDecl.newFunctionDeclaration(comparison.operator,
          CelOverloadDecl.newGlobalOverload(comparison.overload(), SimpleType.BOOL, DECIMAL, DECIMAL)));
    }
    var builder = CelCompilerFactory.standardCelCompilerBuilder().addVar("amount", DECIMAL)
        .addFunctionDeclarations(functions);
    TEXTS.forEach(name -> builder.addVar(name, SimpleType.STRING));
    fields.forEach(builder::addVar);
    return builder.build();
  }

  private static CelRuntime runtime() {
    var builder = CelRuntimeFactory.standardCelRuntimeBuilder();
    builder.addFunctionBindings(
        CelFunctionBinding.from("decimal_of_string", String.class, text -> new Decimal(new BigDecimal(text))));
    for (Comparison comparison : Comparison.values()) {
      builder.addFunctionBindings(CelFunctionBinding.from(comparison.overload(), Decimal.class, Decimal.class,
          (left, right) -> comparison.holds(left, right)));
    }
    return builder.build();
  }
}
