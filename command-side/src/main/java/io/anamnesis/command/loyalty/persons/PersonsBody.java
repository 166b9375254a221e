package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;

/** What persons send who decide on points, or the problem that names the field at fault. */
final class PersonsBody {
  private static final int LONGEST_REASON = 1_000;

  private PersonsBody() {}

  /** Above zero to give, below to take. */
  static long signed(JsonNode body) {
    JsonNode value = LoyaltyBody.required(body, "points");
    if (!isWithin(value, -LoyaltyBody.MOST) || value.longValue() == 0) {
      throw Problem.of(ProblemType.INVALID).field("points")
          .detail("problem.invalid.adjustment", Long.toString(LoyaltyBody.MOST)).exception();
    }
    return value.longValue();
  }

  static long owed(JsonNode body) {
    JsonNode value = LoyaltyBody.required(body, "points");
    if (!isWithin(value, 1)) {
      throw Problem.of(ProblemType.INVALID).field("points")
          .detail("problem.invalid.number", "1", Long.toString(LoyaltyBody.MOST)).exception();
    }
    return value.longValue();
  }

  static String reason(JsonNode body) {
    JsonNode reason = LoyaltyBody.required(body, "reason");
    if (!reason.isString() || reason.stringValue().isBlank() || reason.stringValue().length() > LONGEST_REASON) {
      throw Problem.of(ProblemType.INVALID).field("reason")
          .detail("problem.invalid.reason", Integer.toString(LONGEST_REASON)).exception();
    }
    return reason.stringValue();
  }

  private static boolean isWithin(JsonNode value, long least) {
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= least
        && value.longValue() <= LoyaltyBody.MOST;
  }
}
