package io.anamnesis.command.loyalty.request;

import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as callers write them: in lower case, and whole, as {@link UUID#fromString} takes much that is none. */
public final class Id {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Id() {}

  /** Empty where it is none. */
  public static Optional<UUID> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** What is no id names something that is not there. */
  public static UUID parse(String text, ProblemType unknown) {
    return parse(text).orElseThrow(() -> Problem.of(unknown).exception());
  }
}
