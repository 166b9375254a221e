package io.anamnesis.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader wants to be sure to read: the position of a write, as opaque text. It stands in {@value #HEADER} of
 * the answer to a write and of the read that follows it. Outside it also names the epoch of the log, where that is not the first:
 * {@link EpochFilter} sees to it.
 */
public record ConsistencyToken(long position) {
  public static final String HEADER = "Consistency-Token";
  private static final Pattern FORM = Pattern.compile("1-(0|[1-9][0-9]{0,17})");

  public String text() {
    return "1-" + position;
  }

  /** @throws ProblemException {@code invalid} naming the header, if the text is not one of ours */
  public static ConsistencyToken parse(String text) {
    return find(text).orElseThrow(
        () -> Problem.of(ProblemType.INVALID).field(HEADER).detail("problem.invalid.token").exception());
  }

  static Optional<ConsistencyToken> find(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(new ConsistencyToken(Long.parseLong(form.group(1)))) : Optional.empty();
  }
}
