package io.anamnesis.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A consistency token as the outside has it: with the epoch of the log that its position is of. In the epoch that a log begins with
 * it is the plain {@link ConsistencyToken}.
 */
record EpochToken(long epoch, ConsistencyToken token) {
  private static final Pattern LATER = Pattern.compile("2-([1-9][0-9]{0,8})-(0|[1-9][0-9]{0,17})");

  String text() {
    return epoch == 0 ? token.text() : "2-" + epoch + "-" + token.position();
  }

  /** Empty where it is not one of ours: whoever reads the plain token says so. */
  static Optional<EpochToken> parse(String text) {
    Matcher later = LATER.matcher(text);
    if (later.matches()) {
      return Optional.of(
          new EpochToken(Long.parseLong(later.group(1)), new ConsistencyToken(Long.parseLong(later.group(2)))));
    }
    return ConsistencyToken.find(text).map(token -> new EpochToken(0, token));
  }
}
