package io.anamnesis.standalone.importer;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import io.anamnesis.standalone.importer.Table.Columns;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every column and lookup that an expression names must exist: a misspelt one is refused before the first row is read. */
record NamesInUse(Columns columns, Map<String, Lookup> lookups, Function<String, CannotImport> refuse) {

  void require(CelAbstractSyntaxTree expression) {
    CelNavigableAst.fromAst(expression).getRoot().allNodes().forEach(node -> {
      CelExpr part = node.expr();
      switch (part.getKind()) {
        case SELECT -> {
          if (isRow(part.select().operand())) {
            requireColumn(part.select().field());
          }
        }
        case CALL -> requireCall(part.call().function(), part.call().args());
        default -> {
          // Nothing else can name a column.
        }
      }
    });
  }

  private void requireCall(String function, List<CelExpr> arguments) {
    if (function.equals("_[_]") && isRow(arguments.getFirst())) {
      requireColumn(constant(arguments.get(1), "a column"));
    } else if (function.equals("lookup")) {
      String name = constant(arguments.getFirst(), "a lookup");
      Lookup lookup = lookups.get(name);
      if (lookup == null) {
        throw refuse.apply("there is no lookup '" + name + "'");
      }
      requireLookupColumn(name, lookup, arguments);
    }
  }

  private void requireLookupColumn(String name, Lookup lookup, List<CelExpr> arguments) {
    if (lookup.columns().isEmpty() != (arguments.size() == 2)) {
      throw refuse.apply(lookup.columns().isEmpty()
          ? "the lookup '" + name + "' holds pairs: lookup(name, key)"
          : "the lookup '" + name + "' is a table: lookup(name, key, column)");
    }
    if (arguments.size() == 3 && !lookup.columns().contains(constant(arguments.get(2), "a column"))) {
      throw refuse.apply("the lookup '" + name + "' keeps the columns " + lookup.columns() + " only");
    }
  }

  private void requireColumn(String column) {
    if (!columns.has(column)) {
      throw refuse.apply(columns.file() + " has no column '" + column + "'");
    }
  }

  private String constant(CelExpr expression, String what) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      return expression.constant().stringValue();
    }
    throw refuse.apply(what + " is named by a constant text");
  }

  private static boolean isRow(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT && expression.ident().name().equals("row");
  }
}
