package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.CustomerId;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller sends who gives points away, or the problem that names the field at fault. */
final class TransferBody {
  private TransferBody() {}

  /** Somebody else. */
  static CustomerId to(JsonNode body, CustomerId from) {
    CustomerId to = customer(LoyaltyBody.required(body, "to"), "to");
    if (to.equals(from)) {
      throw Problem.of(ProblemType.INVALID).field("to").detail("problem.invalid.oneself").exception();
    }
    return to;
  }

  static long points(JsonNode body) {
    return LoyaltyBody.number(LoyaltyBody.required(body, "points"), "points", 1);
  }

  /** The guardian; null where the customer acts, who may be named as well. */
  static @Nullable CustomerId by(JsonNode body, CustomerId from) {
    JsonNode value = body.path("by");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    CustomerId by = customer(value, "by");
    return by.equals(from) ? null : by;
  }

  private static CustomerId customer(JsonNode value, String field) {
    if (!value.isString() || !CustomerId.isValid(value.stringValue())) {
      throw Problem.of(ProblemType.INVALID).field(field).detail("problem.invalid.customer").exception();
    }
    return new CustomerId(value.stringValue());
  }
}
