package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.loyalty.programme.ProgrammeCheck;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.command.loyalty.reward.Shelf;
import io.anamnesis.events.Amount;
import io.anamnesis.events.Money;
import io.anamnesis.events.loyalty.RewardTerms;
import io.anamnesis.events.loyalty.VoucherTerms;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The terms that an administrator tells of a reward, or the problem that names the field at fault. */
final class RewardBody {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_MONTHS = 120;
  private static final int MOST_DAYS = 3_660;

  private RewardBody() {}

  static Shelf.Terms terms(JsonNode body) {
    JsonNode name = LoyaltyBody.required(body, "name");
    if (!name.isString() || name.stringValue().isBlank() || name.stringValue().length() > LONGEST_NAME
        || name.stringValue().indexOf('\0') >= 0) {
      throw Problem.of(ProblemType.INVALID).field("name").detail("problem.invalid.name", LONGEST_NAME).exception();
    }
    Money price = money(body, "price", 1);
    // What costs neither points nor money is no reward for points.
    long points = LoyaltyBody.number(LoyaltyBody.required(body, "points"), "points", price == null ? 1 : 0);
    return new Shelf.Terms(name.stringValue(), points,
        LoyaltyBody.number(LoyaltyBody.required(body, "stock"), "stock", 0),
        new RewardTerms(price, level(body), money(body, "cost", 0), voucher(body)));
  }

  private static @Nullable Integer level(JsonNode body) {
    JsonNode value = body.path("level");
    return LoyaltyBody.isAbsent(value) ? null : (int) LoyaltyBody.number(value, "level", 1, ProgrammeCheck.MOST_TIERS);
  }

  private static @Nullable VoucherTerms voucher(JsonNode body) {
    JsonNode value = body.path("voucher");
    if (LoyaltyBody.isAbsent(value)) {
      return null;
    }
    if (!value.isObject()) {
      throw Problem.of(ProblemType.INVALID).field("voucher").detail("problem.invalid.voucher").exception();
    }
    return new VoucherTerms(span(value, "months", MOST_MONTHS), span(value, "days", MOST_DAYS));
  }

  private static @Nullable Integer span(JsonNode voucher, String name, int most) {
    JsonNode value = voucher.path(name);
    return LoyaltyBody.isAbsent(value) ? null : (int) LoyaltyBody.number(value, "voucher." + name, 1, most);
  }

  /** @param least sign of the amount: 1 where nothing is no amount */
  private static @Nullable Money money(JsonNode body, String name, int least) {
    JsonNode value = body.path(name);
    if (LoyaltyBody.isAbsent(value)) {
      return null;
    }
    if (!value.isObject()) {
      throw noMoney(name);
    }
    return new Money(amount(value, name, least), currency(value, name));
  }

  private static BigDecimal amount(JsonNode money, String name, int least) {
    try {
      BigDecimal amount = Amount.of(text(money, "amount")).value();
      if (amount.signum() >= least) {
        // However many digits it is written with: the same offer told again is the same.
        return new BigDecimal(Money.text(amount));
      }
    } catch (IllegalArgumentException none) {
      // It is told below, as what is too little.
    }
    throw noMoney(name + ".amount");
  }

  private static Currency currency(JsonNode money, String name) {
    try {
      return Currency.getInstance(text(money, "currency"));
    } catch (IllegalArgumentException none) {
      throw noMoney(name + ".currency");
    }
  }

  private static ProblemException noMoney(String field) {
    return Problem.of(ProblemType.INVALID).field(field).detail("problem.invalid.money").exception();
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isString() ? value.stringValue() : "";
  }
}
