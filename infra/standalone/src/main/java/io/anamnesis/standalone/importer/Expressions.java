package io.anamnesis.standalone.importer;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.anamnesis.standalone.importer.MappingNode.Text;
import io.anamnesis.standalone.importer.Table.Columns;
import io.anamnesis.standalone.importer.Table.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;

/**
 * Compiles the expressions of one mapping: a text that starts with {@code =} is CEL over {@code row}, any other is a
 * template with {@code ${COLUMN}} in it. Money and quantities are decimals of their own in CEL, never doubles.
 */
final class Expressions {
  private static final CelType DECIMAL = OpaqueType.create("decimal");
  private static final CelType NUMBER = OpaqueType.create("number");
  private static final Set<CelType> VALUES =
      Set.of(SimpleType.STRING, SimpleType.INT, SimpleType.BOOL, DECIMAL, NUMBER);
  private static final Map<String, IntPredicate> COMPARISONS = Map.of("_<_", order -> order < 0, "_<=_",
      order -> order <= 0, "_>_", order -> order > 0, "_>=_", order -> order >= 0);
  private static final Map<String, BiFunction<Decimal, Decimal, Decimal>> ARITHMETIC =
      Map.of("_+_", Decimal::plus, "_-_", Decimal::minus, "_*_", Decimal::times);
  private static final CelCompiler COMPILER = compiler();

  private final DataFile origin;
  private final Map<String, Lookup> lookups;
  private final CelRuntime runtime;

  Expressions(DataFile origin, Map<String, Lookup> lookups) {
    this.origin = origin;
    this.lookups = lookups;
    this.runtime = runtime();
  }

  Expression value(Text text, Columns columns) {
    if (!isCel(text)) {
      return text(text, columns);
    }
    CelAbstractSyntaxTree checked = check(text, columns);
    if (!VALUES.contains(checked.getResultType())) {
      throw refuse(text, "a text, a number or a truth value is expected, not " + checked.getResultType().name());
    }
    return evaluation(text, checked);
  }

  Expression.OfText text(Text text, Columns columns) {
    if (!isCel(text)) {
      Template template = Template.parse(origin, text, columns);
      return template::fill;
    }
    Expression expression = expecting(SimpleType.STRING, text, columns);
    return row -> (String) expression.evaluate(row);
  }

  Expression.Condition condition(Text text, Columns columns) {
    if (!isCel(text)) {
      throw refuse(text, "a condition is CEL and starts with =");
    }
    Expression expression = expecting(SimpleType.BOOL, text, columns);
    return row -> (Boolean) expression.evaluate(row);
  }

  private Expression expecting(CelType type, Text text, Columns columns) {
    CelAbstractSyntaxTree checked = check(text, columns);
    if (!checked.getResultType().equals(type)) {
      throw refuse(text, type.name() + " is expected, not " + checked.getResultType().name());
    }
    return evaluation(text, checked);
  }

  private static boolean isCel(Text text) {
    return text.value().startsWith("=");
  }

  private CelAbstractSyntaxTree check(Text text, Columns columns) {
    try {
      CelAbstractSyntaxTree checked = COMPILER.compile(text.value().substring(1)).getAst();
      new NamesInUse(columns, lookups, message -> refuse(text, message)).require(checked);
      return checked;
    } catch (CelValidationException e) {
      throw refuse(text, "not an expression: " + String.valueOf(e.getMessage()).strip());
    }
  }

  private Expression evaluation(Text text, CelAbstractSyntaxTree checked) {
    CelRuntime.Program program;
    try {
      program = runtime.createProgram(checked);
    } catch (CelEvaluationException e) {
      throw refuse(text, "not an expression: " + e.getErrorCode());
    }
    return row -> {
      try {
        return plain(program.eval(Map.of("row", new RowView(row))));
      } catch (CelEvaluationException e) {
        // The exception's own message may quote the cell.
        throw new RowRefused(null, origin.fileName() + ", line " + text.line() + ": cannot be computed for this row");
      }
    };
  }

  private static Object plain(Object result) {
    return switch (result) {
      case Decimal decimal -> decimal.toString();
      case JsonNumber number -> number.value();
      case Long whole -> BigDecimal.valueOf(whole);
      default -> result;
    };
  }

  private CannotImport refuse(Text text, String message) {
    return CannotImport.mapping(origin.fileName(), text.line(), message);
  }

  /** A decimal that becomes a JSON number, not a text. */
  private record JsonNumber(BigDecimal value) {}

  private static CelCompiler compiler() {
    var builder = CelCompilerFactory.standardCelCompilerBuilder()
        .addVar("row", MapType.create(SimpleType.STRING, SimpleType.STRING)).addLibraries(CelExtensions.strings())
        .addFunctionDeclarations(function("decimal", "decimal_of_string", DECIMAL, SimpleType.STRING),
            function("number", "number_of_string", NUMBER, SimpleType.STRING),
            function("money", "money_of_decimal", SimpleType.STRING, DECIMAL),
            function("date", "date_by_pattern", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING),
            CelFunctionDecl.newFunctionDeclaration("lookup",
                CelOverloadDecl.newGlobalOverload("lookup_pair", SimpleType.STRING, SimpleType.STRING,
                    SimpleType.STRING),
                CelOverloadDecl.newGlobalOverload("lookup_column", SimpleType.STRING, SimpleType.STRING,
                    SimpleType.STRING, SimpleType.STRING)));
    COMPARISONS.keySet().forEach(
        name -> builder.addFunctionDeclarations(function(name, "decimal" + name, SimpleType.BOOL, DECIMAL, DECIMAL)));
    ARITHMETIC.keySet().forEach(
        name -> builder.addFunctionDeclarations(function(name, "decimal" + name, DECIMAL, DECIMAL, DECIMAL)));
    return builder.build();
  }

  private static CelFunctionDecl function(String name, String overload, CelType result, CelType... parameters) {
    return CelFunctionDecl.newFunctionDeclaration(name,
        CelOverloadDecl.newGlobalOverload(overload, result, parameters));
  }

  /** What the functions close over never changes after this mapping was read. */
  @SuppressWarnings("Immutable")
  private CelRuntime runtime() {
    var builder = CelRuntimeFactory.legacyCelRuntimeBuilder().addLibraries(CelExtensions.strings());
    builder.addFunctionBindings(CelFunctionBinding.from("decimal_of_string", String.class, Decimal::of),
        CelFunctionBinding.from("number_of_string", String.class, text -> new JsonNumber(new BigDecimal(text))),
        CelFunctionBinding.from("money_of_decimal", Decimal.class, Decimal::asMoney),
        CelFunctionBinding.from("date_by_pattern", String.class, String.class,
            (text, pattern) -> LocalDate.parse(text, DateTimeFormatter.ofPattern(pattern)).toString()),
        CelFunctionBinding.from("lookup_pair", String.class, String.class, (name, key) -> lookup(name).find(key)),
        CelFunctionBinding.from("lookup_column", List.of(String.class, String.class, String.class),
            arguments -> lookup((String) arguments[0]).find((String) arguments[1], (String) arguments[2])));
    COMPARISONS.forEach((name, accepts) -> builder.addFunctionBindings(CelFunctionBinding.from("decimal" + name,
        Decimal.class, Decimal.class, (left, right) -> accepts.test(left.value().compareTo(right.value())))));
    ARITHMETIC.forEach((name, operation) -> builder.addFunctionBindings(
        CelFunctionBinding.from("decimal" + name, Decimal.class, Decimal.class, operation::apply)));
    return builder.build();
  }

  private Lookup lookup(String name) {
    Lookup lookup = lookups.get(name);
    if (lookup == null) {
      throw new IllegalArgumentException("no lookup " + name);
    }
    return lookup;
  }
}
