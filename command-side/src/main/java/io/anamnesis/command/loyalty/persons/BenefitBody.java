package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.VisitId;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is sent to use a benefit, or the problem that names the field at fault. */
final class BenefitBody {
  /** More than any level gives in a year. */
  private static final long MOST = 1_000;

  private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,64}");

  private BenefitBody() {}

  static String kind(String text) {
    if (!KIND.matcher(text).matches()) {
      throw Problem.of(ProblemType.INVALID).field("kind").detail("problem.invalid.benefit").exception();
    }
    return text;
  }

  static UUID use(String text) {
    return Id.parse(text, ProblemType.UNKNOWN_BENEFIT_USE);
  }

  /** Once, unless another number is told. */
  static int quantity(JsonNode body) {
    JsonNode value = body.path("quantity");
    return value.isMissingNode() || value.isNull() ? 1 : (int) LoyaltyBody.number(value, "quantity", 1, MOST);
  }

  static @Nullable String reference(JsonNode body) {
    return LoyaltyBody.reference(body, "reference");
  }

  static @Nullable VisitId visit(JsonNode body) {
    String visit = LoyaltyBody.reference(body, "visitId");
    return visit == null ? null : new VisitId(visit);
  }
}
