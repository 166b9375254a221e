package io.anamnesis.projections.declared;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.anamnesis.events.Rfc3339;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What CEL's type checker lets pass and this language does not: literals and types that it does not offer, personal data, and
 * texts that would only later turn out to be no decimal or date.
 *
 * @param offset in the expression, in code points
 */
record Misuse(int offset, Fault fault, List<Object> arguments) {

  /** The first in the text. */
  static Optional<Misuse> first(CelAbstractSyntaxTree checked) {
    return CelNavigableAst.fromAst(checked).getRoot().allNodes().flatMap(node -> of(node, checked).stream())
        .min(Comparator.comparingInt(Misuse::offset));
  }

  private static Optional<Misuse> of(CelNavigableExpr node, CelAbstractSyntaxTree checked) {
    int offset = checked.getSource().getPositionsMap().getOrDefault(node.id(), 0);
    CelType type = checked.getType(node.id()).orElse(SimpleType.DYN);
    return switch (node.getKind()) {
      case STRUCT -> found(offset, Fault.NOT_OFFERED, "message{…}");
      case MAP -> found(offset, Fault.NOT_OFFERED, "{…}");
      case CONSTANT -> ofLiteral(node.expr().constant(), offset);
      case SELECT -> TypeWords.isPersonal(type)
          ? found(offset + 1, Fault.PERSONAL, node.expr().select().field())
          : ofType(type, offset);
      case CALL -> ofCall(node.expr().call(), checked, offset).or(() -> ofType(type, offset));
      default -> ofType(type, offset);
    };
  }

  private static Optional<Misuse> ofType(CelType type, int offset) {
    if (TypeWords.isPersonal(type)) {
      return found(offset, Fault.PERSONAL, "");
    }
    return type.equals(SimpleType.DOUBLE)
        ? found(offset, Fault.DOUBLE)
        : TypeWords.isOffered(type) ? Optional.empty() : found(offset, Fault.NOT_OFFERED, TypeWords.of(type));
  }

  private static Optional<Misuse> ofLiteral(CelConstant literal, int offset) {
    return switch (literal.getKind()) {
      case DOUBLE_VALUE -> found(offset, Fault.DOUBLE);
      case INT64_VALUE, STRING_VALUE, BOOLEAN_VALUE -> Optional.empty();
      default ->
        found(offset, Fault.NOT_OFFERED, literal.getKind() == CelConstant.Kind.NULL_VALUE ? "null" : "b'…', 1u");
    };
  }

  /** A text becomes a decimal, a date or an instant in a definition only, where its form can be judged. */
  private static Optional<Misuse> ofCall(CelExpr.CelCall call, CelAbstractSyntaxTree checked, int offset) {
    Optional<ValueType> becomes = switch (call.function()) {
      case "decimal" -> Optional.of(ValueType.DECIMAL);
      case "date" -> Optional.of(ValueType.DATE);
      case "timestamp" -> Optional.of(ValueType.TIMESTAMP);
      default -> Optional.empty();
    };
    if (becomes.isEmpty() || call.args().size() != 1
        || !checked.getType(call.args().getFirst().id()).equals(Optional.of(SimpleType.STRING))) {
      return Optional.empty();
    }
    ValueType type = becomes.get();
    return isLiteralOf(type, call.args().getFirst())
        ? Optional.empty()
        : found(offset, Fault.BAD_LITERAL, call.function(), type.example());
  }

  private static boolean isLiteralOf(ValueType type, CelExpr argument) {
    if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      return false;
    }
    String text = argument.constant().stringValue();
    try {
      return (type == ValueType.TIMESTAMP ? Rfc3339.instant(text) : type.parse(text)) != null;
    } catch (RuntimeException otherForm) {
      return false;
    }
  }

  private static Optional<Misuse> found(int offset, Fault fault, Object... arguments) {
    return Optional.of(new Misuse(offset, fault, List.of(arguments)));
  }
}
