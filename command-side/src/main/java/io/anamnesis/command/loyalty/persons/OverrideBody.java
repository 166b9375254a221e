package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/** What is sent to give a level, or the problem that names the field at fault. */
final class OverrideBody {
  private static final int LONGEST_REASON = 500;
  /** Longer than any promise that can be kept; and no instant that cannot be written. */
  private static final int MOST_DAYS = 3_660;

  private OverrideBody() {}

  static int level(JsonNode body, Programme programme) {
    return (int) LoyaltyBody.number(LoyaltyBody.required(body, "level"), "level", 1, programme.tiers().size());
  }

  static Instant until(JsonNode body, Instant at) {
    JsonNode value = LoyaltyBody.required(body, "until");
    try {
      Instant until = OffsetDateTime.parse(value.isString() ? value.stringValue() : "").toInstant()
          .truncatedTo(ChronoUnit.MICROS);
      if (until.isAfter(at) && until.isBefore(at.plus(MOST_DAYS, ChronoUnit.DAYS))) {
        return until;
      }
    } catch (DateTimeException none) {
      // Answered as any other that is no instant to come.
    }
    throw Problem.of(ProblemType.INVALID).field("until").detail("problem.invalid.until", MOST_DAYS).exception();
  }

  static String reason(JsonNode body) {
    JsonNode value = LoyaltyBody.required(body, "reason");
    if (!value.isString() || value.stringValue().isBlank() || value.stringValue().length() > LONGEST_REASON
        || value.stringValue().indexOf('\0') >= 0) {
      throw Problem.of(ProblemType.INVALID).field("reason").detail("problem.invalid.reason", LONGEST_REASON)
          .exception();
    }
    return value.stringValue();
  }
}
