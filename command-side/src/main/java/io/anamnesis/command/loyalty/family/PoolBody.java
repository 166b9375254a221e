package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.CustomerId;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller sends who acts on a family pool, or the problem that names the field at fault. */
public final class PoolBody {

  private PoolBody() {}

  /** Somebody else. */
  static CustomerId member(String text, CustomerId customer) {
    if (!CustomerId.isValid(text)) {
      throw Problem.of(ProblemType.INVALID).field("member").detail("problem.invalid.customer").exception();
    }
    CustomerId member = new CustomerId(text);
    if (member.equals(customer)) {
      throw Problem.of(ProblemType.INVALID).field("member").detail("problem.invalid.oneself-in-pool").exception();
    }
    return member;
  }

  static UUID poolId(JsonNode body) {
    JsonNode value = LoyaltyBody.required(body, "poolId");
    return Optional.of(value).filter(JsonNode::isString).map(JsonNode::stringValue).flatMap(Id::parse).orElseThrow(
        () -> Problem.of(ProblemType.INVALID).field("poolId").detail("problem.invalid.pool").exception());
  }

  /** The guardian; null where the customer acts. */
  public static @Nullable CustomerId by(JsonNode body, CustomerId customer) {
    return TransferBody.by(body, customer);
  }

  /** Whether the family pool is to pay; not, where nothing is said. */
  public static boolean pays(JsonNode body) {
    JsonNode value = body.path("pool");
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw Problem.of(ProblemType.INVALID).field("pool").detail("problem.invalid.flag").exception();
    }
    return value.booleanValue();
  }
}
