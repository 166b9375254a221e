package io.anamnesis.query.customer.live;

import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header that says after which position a stream goes on. */
final class LastEventId {
  static final String HEADER = "Last-Event-ID";
  private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");

  private LastEventId() {}

  /**
   * @param header null where there is none
   * @throws io.anamnesis.web.ProblemException {@code invalid} naming the header, if it is no position
   */
  static OptionalLong parse(@Nullable String header) {
    if (header == null) {
      return OptionalLong.empty();
    }
    if (!POSITION.matcher(header).matches()) {
      throw Problem.of(ProblemType.INVALID).field(HEADER).detail("problem.invalid.last-event-id").exception();
    }
    return OptionalLong.of(Long.parseLong(header));
  }

  /** @throws io.anamnesis.web.ProblemException {@code invalid} naming the header, if nothing is there yet */
  static void refuseIfAhead(long position, long head) {
    if (position > head) {
      throw Problem.of(ProblemType.INVALID).field(HEADER).detail("problem.invalid.last-event-id-ahead").exception();
    }
  }
}
