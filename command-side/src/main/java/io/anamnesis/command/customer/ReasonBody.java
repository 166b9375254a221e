package io.anamnesis.command.customer;

import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;

/** The body {@code {reason}}, or the problem that names it. */
final class ReasonBody {
  private static final int LONGEST = 2_000;

  private ReasonBody() {}

  static String of(JsonNode body) {
    JsonNode reason = LoyaltyBody.required(body, "reason");
    if (!reason.isString() || reason.stringValue().isBlank() || reason.stringValue().length() > LONGEST) {
      throw Problem.of(ProblemType.INVALID).field("reason")
          .detail("problem.invalid.reason", Integer.toString(LONGEST)).exception();
    }
    return reason.stringValue();
  }
}
