package io.anamnesis.projections.declared;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.checker.CelStandardDeclarations.StandardOverload;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * CEL as it is offered to analysts: a small part of the standard with {@link Functions}. What is left out could make a type
 * uncertain (dyn, maps, null), a figure inexact (doubles), or depends on what is not told (a zone by name).
 */
final class Language {
  private static final CelOptions OPTIONS = CelOptions.current().enableHomogeneousLiterals(true)
      .enableHeterogeneousNumericComparisons(true).maxExpressionCodePointSize(Limits.EXPRESSION_CHARACTERS)
      .maxParseRecursionDepth(Limits.EXPRESSION_DEPTH).comprehensionMaxIterations(Limits.ITERATIONS).build();
  private static final Set<StandardFunction> LEFT_OUT = EnumSet.of(StandardFunction.OLD_IN,
      StandardFunction.OLD_NOT_STRICTLY_FALSE, StandardFunction.TYPE, StandardFunction.DYN, StandardFunction.INT,
      StandardFunction.BOOL, StandardFunction.MATCHES, StandardFunction.GET_FULL_YEAR, StandardFunction.GET_MONTH,
      StandardFunction.GET_DAY_OF_YEAR, StandardFunction.GET_DAY_OF_MONTH, StandardFunction.GET_DATE,
      StandardFunction.GET_DAY_OF_WEEK, StandardFunction.GET_HOURS, StandardFunction.GET_MINUTES,
      StandardFunction.GET_SECONDS, StandardFunction.GET_MILLISECONDS);
  private static final Set<CelKind> OFFERED = EnumSet.of(CelKind.BOOL, CelKind.INT, CelKind.STRING, CelKind.TIMESTAMP,
      CelKind.LIST, CelKind.TYPE_PARAM);
  private static final CelStandardDeclarations STANDARD =
      CelStandardDeclarations.newBuilder().filterFunctions(Language::offers)
          .filterIdentifiers(identifier -> false).build();

  private final Functions functions;
  private final CelRuntime runtime;

  Language(SiteClock clock) {
    this.functions = new Functions(clock);
    this.runtime =
        CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).addFunctionBindings(functions.bindings()).build();
  }

  /** @param variables name and type of what expressions may see */
  CelCompiler compiler(Map<String, CelType> variables, Set<Struct> structs) {
    var builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false).setStandardDeclarations(STANDARD)
        .setStandardMacros(CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE,
            CelStandardMacro.MAP, CelStandardMacro.MAP_FILTER, CelStandardMacro.FILTER)
        .addFunctionDeclarations(functions.declarations()).setTypeProvider(new StructTypes(structs));
    variables.forEach(builder::addVar);
    return builder.build();
  }

  CelRuntime.Program program(CelAbstractSyntaxTree checked) {
    try {
      return runtime.createProgram(checked);
    } catch (CelEvaluationException impossible) {
      throw new IllegalStateException("a checked expression is no program", impossible);
    }
  }

  private static boolean offers(StandardFunction function, StandardOverload overload) {
    CelOverloadDecl declared = overload.celOverloadDecl();
    return !LEFT_OUT.contains(function) && OFFERED.contains(declared.resultType().kind())
        && declared.parameterTypes().stream().allMatch(type -> OFFERED.contains(type.kind()));
  }
}
