package io.anamnesis.query.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Reads what several paths have in common from parameters and headers. Unknown ones are ignored. */
final class RequestParts {
  private static final Duration STANDARD_PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST_PATIENCE = 30;
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?=$|[,;])");

  private RequestParts() {}

  static TimeTravel travel(NativeWebRequest request) {
    return new TimeTravel(instant(request, "asOf"), instant(request, "effectiveAt"));
  }

  private static @Nullable Instant instant(NativeWebRequest request, String name) {
    String text = request.getParameter(name);
    try {
      // A plus sign in a query means a space unless it was encoded; no instant holds a space.
      return text == null ? null : Rfc3339.instant(text.replace(' ', '+')).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.instant").exception();
    }
  }

  static @Nullable ConsistencyToken token(NativeWebRequest request) {
    String text = request.getHeader(ConsistencyToken.HEADER);
    return text == null ? null : ConsistencyToken.parse(text.strip());
  }

  /** {@code Prefer: wait=n} (RFC 7240) in seconds; a preference that is not understood is not heard. */
  static Duration patience(NativeWebRequest request) {
    String[] preferences = request.getHeaderValues("Prefer");
    Matcher wait = WAIT.matcher(preferences == null ? "" : String.join(",", preferences));
    return wait.find()
        ? Duration.ofSeconds(Math.min(LONGEST_PATIENCE, Integer.parseInt(wait.group(1))))
        : STANDARD_PATIENCE;
  }

  static PageRequest page(NativeWebRequest request) {
    String cursor = request.getParameter("cursor");
    String limit = request.getParameter("limit");
    return new PageRequest(cursor == null ? null : Cursor.parse(cursor), PageRequest.limit(limit));
  }
}
