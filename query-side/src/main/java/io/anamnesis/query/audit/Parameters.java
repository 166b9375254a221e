package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** The parameters of a request. What is given twice and means one thing is refused: nobody knows which was meant. */
public record Parameters(MultiValueMap<String, String> given) {
  private static final int LONGEST = 300;

  public List<String> all(String name) {
    return given.getOrDefault(name, List.of()).stream().map(text -> text(name, text)).toList();
  }

  public @Nullable String one(String name) {
    List<String> found = all(name);
    if (found.size() > 1) {
      throw invalid(name, "problem.invalid.once");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** A plus sign in a query means a space unless it was encoded; no instant holds a space. */
  public @Nullable Instant instant(String name) {
    String text = one(name);
    try {
      return text == null ? null : Rfc3339.instant(text.replace(' ', '+')).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw invalid(name, "problem.invalid.instant");
    }
  }

  public Instant mandatoryInstant(String name) {
    Instant instant = instant(name);
    if (instant == null) {
      throw Problem.of(ProblemType.MISSING).field(name).exception();
    }
    return instant;
  }

  /** False where it is not given. */
  public boolean flag(String name) {
    return switch (one(name)) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "problem.invalid.flag");
    };
  }

  public static RuntimeException invalid(String name, String detail, Object... arguments) {
    return Problem.of(ProblemType.INVALID).field(name).detail(detail, arguments).exception();
  }

  private static String text(String name, String text) {
    if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(name, "problem.invalid.filter");
    }
    return text;
  }
}
