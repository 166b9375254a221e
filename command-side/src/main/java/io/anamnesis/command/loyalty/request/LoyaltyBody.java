package io.anamnesis.command.loyalty.request;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What bodies and paths of several of the endpoints of loyalty hold, or the problem that names the field at fault. */
public final class LoyaltyBody {
  /** So many of one reward, or points for one: their product is far from the largest number. */
  public static final long MOST = 1_000_000_000;

  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PAYMENT = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

  private LoyaltyBody() {}

  public static CustomerId customer(String text) {
    if (!CustomerId.isValid(text)) {
      throw Problem.of(ProblemType.INVALID).field("customer").detail("problem.invalid.customer").exception();
    }
    return new CustomerId(text);
  }

  /** Rewards are named as customers are: a name that fits into a path. */
  public static RewardId reward(@Nullable String text) {
    if (text == null || !CustomerId.isValid(text)) {
      throw Problem.of(ProblemType.INVALID).field("reward").detail("problem.invalid.reward").exception();
    }
    return new RewardId(text);
  }

  public static RewardId reward(JsonNode body) {
    JsonNode value = required(body, "reward");
    return reward(value.isString() ? value.stringValue() : null);
  }

  /** Names the payment that was made for a redemption; null where none is told. */
  public static @Nullable String payment(JsonNode body) {
    JsonNode value = body.path("payment");
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isString() || !PAYMENT.matcher(value.stringValue()).matches()) {
      throw Problem.of(ProblemType.INVALID).field("payment").detail("problem.invalid.payment").exception();
    }
    return value.stringValue();
  }

  /** Names something elsewhere; null where it is not told. It stands in the log for anybody to read: no free text. */
  public static @Nullable String reference(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isString() || !REFERENCE.matcher(value.stringValue()).matches()) {
      throw Problem.of(ProblemType.INVALID).field(field).detail("problem.invalid.reference").exception();
    }
    return value.stringValue();
  }

  public static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** One, unless another number is told. */
  public static long quantity(JsonNode body) {
    JsonNode value = body.path("quantity");
    return isAbsent(value) ? 1 : number(value, "quantity", 1);
  }

  public static Canceller by(JsonNode body) {
    JsonNode by = required(body, "by");
    return switch (by.isString() ? by.stringValue() : "") {
      case "customer" -> Canceller.CUSTOMER;
      case "hospital" -> Canceller.HOSPITAL;
      default -> throw Problem.of(ProblemType.INVALID).field("by").detail("problem.invalid.by").exception();
    };
  }

  /** What names no redemption names one that is not there. */
  public static UUID redemption(String text) {
    return Id.parse(text, ProblemType.UNKNOWN_REDEMPTION);
  }

  /** The version that an {@code If-Match} names; null without one. */
  public static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null) {
      return null;
    }
    var form = ETAG.matcher(ifMatch);
    if (!form.matches()) {
      throw Problem.of(ProblemType.INVALID).field("If-Match").detail("problem.invalid.etag").exception();
    }
    return Long.valueOf(form.group(1));
  }

  /** @throws io.anamnesis.web.ProblemException {@code missing} with the field */
  public static JsonNode required(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (isAbsent(value)) {
      throw Problem.of(ProblemType.MISSING).field(name).exception();
    }
    return value;
  }

  public static long number(JsonNode value, String name, long least) {
    return number(value, name, least, MOST);
  }

  public static long number(JsonNode value, String name, long least, long most) {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
        || value.longValue() > most) {
      throw Problem.of(ProblemType.INVALID).field(name)
          .detail("problem.invalid.number", Long.toString(least), Long.toString(most)).exception();
    }
    return value.longValue();
  }
}
