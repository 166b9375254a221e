package io.anamnesis.command.loyalty;

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
 * answer for every interaction.
 */
final class Condition {
  static final CelType DECIMAL = OpaqueType.create("decimal");
  static final List<String> TEXTS =
      List.of("currency", "product", "businessLine", "channel", "site", "department", "disease", "kind", "platform",
          "plan", "activity", "content", "survey", "visit");
  private static final ConditionChecker CHECKER = new ConditionChecker(compiler());
  private static final CelRuntime RUNTIME = runtime();

  private final CelRuntime.Program program;

  private Condition(CelRuntime.Program program) {
    this.program = program;
  }

  /** @throws InvalidCondition if the text is no condition */
  static Condition compile(String text) {
    try {
      return new Condition(RUNTIME.createProgram(CHECKER.check(text)));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("no program can be made of a checked condition: " + e.getErrorCode(), e);
    }
  }

  /**
   * @param amount of the line; null where the interaction has none: every comparison with it is then false
   * @param texts by name, a subset of {@link #TEXTS}
   */
  boolean holds(@Nullable BigDecimal amount, Map<String, String> texts) {
    Map<String, Object> variables = new HashMap<>();
    TEXTS.forEach(name -> variables.put(name, texts.getOrDefault(name, "")));
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

  private static CelCompiler compiler() {
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
