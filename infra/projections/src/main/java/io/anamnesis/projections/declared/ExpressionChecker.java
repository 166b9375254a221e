package io.anamnesis.projections.declared;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import io.anamnesis.projections.declared.Node.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles expressions against what they can see, and says of what does not hold where it stands and what to do. */
final class ExpressionChecker {
  private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

  private final Complaints complaints;

  ExpressionChecker(Complaints complaints) {
    this.complaints = complaints;
  }

  /** The expression; empty where it does not hold, which was complained about. */
  Optional<Expression> check(Scalar text, Environment environment) {
    CelValidationResult parsed = environment.compiler().parse(text.value());
    if (parsed.hasError()) {
      CelIssue first = parsed.getErrors().getFirst();
      complaints.add(place(text, first), Fault.SYNTAX, words(first));
      return Optional.empty();
    }
    CelAbstractSyntaxTree tree = ast(parsed);
    CelValidationResult checked = environment.compiler().check(tree);
    if (checked.hasError()) {
      checked.getErrors().forEach(issue -> complain(text, issue, tree, environment));
      return Optional.empty();
    }
    CelAbstractSyntaxTree typed = ast(checked);
    Optional<Misuse> misuse = Misuse.first(typed);
    if (misuse.isPresent()) {
      Misuse found = misuse.get();
      complaints.add(text.positions().at(found.offset()), found.fault(), found.arguments().toArray());
      return Optional.empty();
    }
    return Optional
        .of(new Expression(text.place(), typed.getResultType(), FieldsRead.in(typed, environment.places()),
            environment.language().program(typed)));
  }

  /** As {@link #check}, for a result of one of the types; one that may be absent does not do. */
  Optional<Expression> check(Scalar text, Environment environment, List<ValueType> expected) {
    return check(text, environment).filter(found -> isExpected(text, found.type(), expected));
  }

  /** As {@link #check}, for a result of one of the types, or none. */
  Optional<Expression> checkOptional(Scalar text, Environment environment, List<ValueType> expected) {
    return check(text, environment).filter(found -> isExpected(text, TypeWords.certain(found.type()), expected));
  }

  private boolean isExpected(Scalar text, CelType type, List<ValueType> expected) {
    boolean fits = expected.stream().anyMatch(one -> one.cel().equals(type));
    if (!fits && expected.stream().anyMatch(one -> one.cel().equals(TypeWords.certain(type)))) {
      complaints.add(text.place(), Fault.MAY_BE_ABSENT, TypeWords.of(type));
    } else if (!fits) {
      complaints.add(text.place(), Fault.WRONG_RESULT,
          String.join(", ", expected.stream().map(ValueType::word).toList()), TypeWords.of(type));
    }
    return fits;
  }

  private void complain(Scalar text, CelIssue issue, CelAbstractSyntaxTree tree, Environment environment) {
    String message = words(issue);
    Place place = place(text, issue);
    Matcher field = UNDEFINED_FIELD.matcher(message);
    Matcher name = UNDECLARED.matcher(message);
    if (field.matches() && environment.extension() != null && isOfEvent(field.group(1), tree)) {
      complaints.add(place, Fault.CLOSED_FIELD, field.group(1));
    } else if (field.matches()) {
      complaints.add(place, Fault.UNKNOWN_FIELD, field.group(1),
          Likeness.nearest(field.group(1), environment.fieldNames()));
    } else if (name.matches()) {
      complaints.add(place, Fault.UNKNOWN_VALUE, name.group(1), String.join(", ", environment.variables().keySet()));
    } else if (message.contains(EventFields.PERSONAL.name())) {
      complaints.add(place, Fault.PERSONAL, personalFieldOf(tree, environment));
    } else if (message.contains("optional_type(")) {
      complaints.add(place, Fault.MAY_BE_ABSENT, message);
    } else {
      complaints.add(place, Fault.TYPES, message);
    }
  }

  private static boolean isOfEvent(String field, CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree).getRoot().allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.SELECT).map(node -> node.expr().select())
        .anyMatch(select -> select.field().equals(field)
            && select.operand().getKind() == CelExpr.ExprKind.Kind.IDENT
            && select.operand().ident().name().equals(Scope.EVENT));
  }

  private static String personalFieldOf(CelAbstractSyntaxTree tree, Environment environment) {
    return CelNavigableAst.fromAst(tree).getRoot().allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.SELECT).map(node -> node.expr().select().field())
        .filter(environment::isPersonal).findFirst().orElse("");
  }

  private static Place place(Scalar text, CelIssue issue) {
    CelSourceLocation location = issue.getSourceLocation();
    int offset = 0;
    int line = 1;
    int[] characters = text.value().codePoints().toArray();
    while (line < location.getLine() && offset < characters.length) {
      if (characters[offset++] == '\n') {
        line++;
      }
    }
    return location.getLine() < 1 ? text.place() : text.positions().at(offset + Math.max(0, location.getColumn()));
  }

  /** Operators as they are written, and without the names that the checker gives to types that it looks for. */
  private static String words(CelIssue issue) {
    return issue.getMessage().lines().findFirst().orElse("").replaceAll("'_?([^'_a-z]+)_?'", "'$1'")
        .replaceAll("%[A-Z][0-9]+", "any").replace("%%", "%");
  }

  private static CelAbstractSyntaxTree ast(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException impossible) {
      throw new IllegalStateException("a result without errors has no tree", impossible);
    }
  }
}
