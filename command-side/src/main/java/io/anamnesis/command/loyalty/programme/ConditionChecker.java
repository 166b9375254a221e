package io.anamnesis.command.loyalty.programme;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the text of a condition. What passes has an answer for every interaction: of CEL it offers what cannot fail when it
 * is evaluated, as a version that was published cannot be mended any more.
 */
final class ConditionChecker {
  private static final Set<String> CALLS =
      Set.of("_&&_", "_||_", "!_", "_?_:_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "contains",
          "startsWith", "endsWith", "decimal");
  private static final int LONGEST_DECIMAL = 40;
  private static final String NOT_OFFERED = "conditions do not offer this";

  private final CelCompiler compiler;

  ConditionChecker(CelCompiler compiler) {
    this.compiler = compiler;
  }

  /** A complaint at a place of the text, in characters. */
  private record Misuse(int offset, String message) {}

  /** @throws InvalidCondition if the text is no condition */
  CelAbstractSyntaxTree check(String text) {
    CelValidationResult result = compiler.compile(text);
    if (result.hasError()) {
      CelIssue first = result.getErrors().getFirst();
      throw new InvalidCondition(Math.max(1, first.getSourceLocation().getLine()),
          Math.max(0, first.getSourceLocation().getColumn()) + 1, words(first));
    }
    CelAbstractSyntaxTree tree = tree(result);
    CelNavigableAst.fromAst(tree).getRoot().allNodes().flatMap(node -> misuse(node, tree).stream())
        .min(Comparator.comparingInt(Misuse::offset)).ifPresent(first -> {
          throw at(text, first);
        });
    if (!tree.getResultType().equals(SimpleType.BOOL)) {
      throw new InvalidCondition(1, 1,
          "a condition must be true or false, this one gives " + tree.getResultType().name());
    }
    return tree;
  }

  private static Optional<Misuse> misuse(CelNavigableExpr node, CelAbstractSyntaxTree tree) {
    int offset = tree.getSource().getPositionsMap().getOrDefault(node.id(), 0);
    return switch (node.getKind()) {
      case CONSTANT -> ofLiteral(node.expr().constant(), offset);
      case CALL -> ofCall(node.expr().call(), offset);
      case IDENT -> isPrefix(node, tree)
          ? Optional.empty()
          : ofType(tree.getType(node.id()).orElse(SimpleType.DYN), offset);
      case SELECT -> isVariable(node, tree)
          ? ofType(tree.getType(node.id()).orElse(SimpleType.DYN), offset)
          : Optional.of(new Misuse(offset, NOT_OFFERED));
      case LIST -> Optional.empty();
      default -> Optional.of(new Misuse(offset, NOT_OFFERED));
    };
  }

  /** A name with a dot, such as {@code event.steps}: one variable, which nothing is selected from. */
  private static boolean isVariable(CelNavigableExpr select, CelAbstractSyntaxTree tree) {
    return tree.getReference(select.id()).isPresent();
  }

  private static boolean isPrefix(CelNavigableExpr ident, CelAbstractSyntaxTree tree) {
    return ident.parent().filter(above -> above.getKind() == ExprKind.Kind.SELECT && isVariable(above, tree))
        .isPresent();
  }

  /** The names of types are values in CEL, too. */
  private static Optional<Misuse> ofType(CelType type, int offset) {
    return type.equals(SimpleType.STRING) || type.equals(Condition.DECIMAL) || type.equals(SimpleType.BOOL)
        ? Optional.empty()
        : Optional.of(new Misuse(offset, "conditions do not offer values of type " + type.name()));
  }

  private static Optional<Misuse> ofLiteral(CelConstant literal, int offset) {
    return switch (literal.getKind()) {
      case STRING_VALUE, BOOLEAN_VALUE -> Optional.empty();
      default -> Optional.of(new Misuse(offset, "texts, true, false and decimal(\"…\") are expected"));
    };
  }

  private static Optional<Misuse> ofCall(CelExpr.CelCall call, int offset) {
    if (!CALLS.contains(call.function())) {
      return Optional.of(new Misuse(offset, "conditions do not offer '" + call.function() + "'"));
    }
    return call.function().equals("decimal") && !isDecimal(call.args().getFirst())
        ? Optional.of(new Misuse(offset, "decimal(…) takes a number in quotes, for example decimal(\"200\")"))
        : Optional.empty();
  }

  private static boolean isDecimal(CelExpr argument) {
    if (argument.getKind() != ExprKind.Kind.CONSTANT) {
      return false;
    }
    String text = argument.constant().stringValue();
    try {
      // As people write it: an exponent could stand for a number without end.
      return text.length() <= LONGEST_DECIMAL && new BigDecimal(text).toPlainString().equals(text);
    } catch (NumberFormatException other) {
      return false;
    }
  }

  private static InvalidCondition at(String text, Misuse misuse) {
    int line = 1;
    int column = 1;
    int[] characters = text.codePoints().toArray();
    for (int i = 0; i < misuse.offset() && i < characters.length; i++) {
      column++;
      if (characters[i] == '\n') {
        line++;
        column = 1;
      }
    }
    return new InvalidCondition(line, column, misuse.message());
  }

  /** Operators as they are written. */
  private static String words(CelIssue issue) {
    return issue.getMessage().lines().findFirst().orElse("").replaceAll("'_?([^'_a-z]+)_?'", "'$1'");
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException impossible) {
      throw new IllegalStateException("a result without errors has no tree", impossible);
    }
  }
}
