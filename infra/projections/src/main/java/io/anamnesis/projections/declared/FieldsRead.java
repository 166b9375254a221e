package io.anamnesis.projections.declared;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which fields of its event an expression reads, as paths: {@code site, lines, lines[].amount}. Found by type, since every way
 * to a field ends at one of a struct whose type the checker knows, through whatever variables it leads.
 */
final class FieldsRead {
  private FieldsRead() {}

  /** @param places where in the event the structs of a type are, by the type's name */
  static SortedSet<String> in(CelAbstractSyntaxTree checked, Map<String, ? extends Set<String>> places) {
    return CelNavigableAst.fromAst(checked).getRoot().allNodes()
        .filter(node -> node.getKind() == ExprKind.Kind.SELECT)
        .flatMap(node -> paths(node.expr().select(), checked, places).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> paths(CelSelect select, CelAbstractSyntaxTree checked,
      Map<String, ? extends Set<String>> places) {
    CelType struct = TypeWords.certain(checked.getType(select.operand().id()).orElse(SimpleType.DYN));
    Set<String> of = places.get(struct.name());
    return of == null
        ? Set.of()
        : of.stream().map(place -> place + select.field()).collect(Collectors.toUnmodifiableSet());
  }
}
