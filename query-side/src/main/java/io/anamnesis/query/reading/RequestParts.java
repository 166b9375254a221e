package io.anamnesis.query.reading;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Reads what several paths have in common from parameters. Unknown ones are ignored. */
final class RequestParts {
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

  static PageRequest page(NativeWebRequest request) {
    String cursor = request.getParameter("cursor");
    String limit = request.getParameter("limit");
    return new PageRequest(cursor == null ? null : Cursor.parse(cursor), PageRequest.limit(limit));
  }
}
