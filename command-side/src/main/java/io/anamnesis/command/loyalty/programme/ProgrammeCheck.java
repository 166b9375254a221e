package io.anamnesis.command.loyalty.programme;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Benefit;
import io.anamnesis.events.loyalty.Programme.Cap;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.loyalty.Programme.MonthlyCap;
import io.anamnesis.events.loyalty.Programme.Referral;
import io.anamnesis.events.loyalty.Programme.RefundLimit;
import io.anamnesis.events.loyalty.Programme.Retention;
import io.anamnesis.events.loyalty.Programme.Review;
import io.anamnesis.events.loyalty.Programme.ShareLimit;
import io.anamnesis.events.loyalty.Programme.Tier;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether this build could decide by a programme; what it refuses is named by its path, such as {@code rules[3].when}. */
public final class ProgrammeCheck {
  /** It stands in paths and in the name of a stream. */
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_MONTHS = 1_200;
  private static final int MOST_DAYS = 3_660;
  private static final int MOST_MINUTES = 60 * 24 * 366;
  private static final int MOST_RULES = 200;
  private static final int MOST_CAPS = 20;
  public static final int MOST_TIERS = 50;
  private static final int MOST_WARNINGS = 10;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 4_000;
  private static final long MOST_POINTS = 1_000_000_000;
  private static final long HIGHEST_THRESHOLD = 1_000_000_000_000L;
  private static final BigDecimal HIGHEST_RATE = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HIGHEST_PAID = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal HIGHEST_MULTIPLIER = BigDecimal.valueOf(100);
  private static final BigDecimal WHOLE = BigDecimal.valueOf(100);
  private static final int MOST_DECIMALS = 6;

  private final EventCatalogue catalogue;
  private final OpenFields fields;

  /** @param fields of types {@code x.…} that are clear */
  public ProgrammeCheck(EventCatalogue catalogue, OpenFields fields) {
    this.catalogue = catalogue;
    this.fields = fields;
  }

  /** @throws ProblemException {@code invalid} with the field */
  public void check(Programme draft) {
    hold(VERSION.matcher(draft.version()).matches(), "version");
    hold(isWithin(draft.expiryMonths(), 1, MOST_MONTHS), "expiryMonths");
    hold(isWithin(draft.qualifyingMonths(), 1, MOST_MONTHS), "qualifyingMonths");
    hold(isWithin(draft.validityMonths(), 1, MOST_MONTHS), "validityMonths");
    hold(draft.rules().size() <= MOST_RULES, "rules");
    hold(draft.tiers().size() <= MOST_TIERS, "tiers");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < draft.rules().size(); i++) {
      String path = "rules[" + i + "]";
      EarningRule rule = draft.rules().get(i);
      hold(isName(rule.name()) && names.add(rule.name()), path + ".name");
      check(path, rule);
    }
    for (int i = 0; i < draft.tiers().size(); i++) {
      check("tiers[" + i + "]", draft.tiers().get(i));
    }
    MonthlyCap monthly = draft.monthlyCap();
    if (monthly != null) {
      hold(isWithin(monthly.points(), 0, MOST_POINTS), "monthlyCap.points");
      for (int i = 0; i < monthly.except().size(); i++) {
        hold(names.contains(monthly.except().get(i)), "monthlyCap.except[" + i + "]");
      }
    }
    checkDays("expiryWarningDays", draft.expiryWarningDays());
    Retention retention = draft.retention();
    if (retention != null) {
      hold(isWithin(retention.graceDays(), 0, MOST_DAYS), "retention.graceDays");
      checkDays("retention.warningDays", retention.warningDays());
      hold(isWithin(retention.complaintFreezeDays(), 0, MOST_DAYS), "retention.complaintFreezeDays");
    }
    Referral referral = draft.referral();
    if (referral != null) {
      check(referral);
    }
    Long adjustmentLimit = draft.adjustmentLimit();
    hold(adjustmentLimit == null || isWithin(adjustmentLimit, 0, MOST_POINTS), "adjustmentLimit");
    Review review = draft.review();
    if (review != null) {
      check(review);
    }
  }

  private static void check(Review review) {
    RefundLimit refunds = review.refunds();
    if (refunds != null) {
      hold(isWithin(refunds.days(), 1, MOST_DAYS), "review.refunds.days");
      hold(isWithin(refunds.atLeast(), 1, MOST_POINTS), "review.refunds.atLeast");
      hold(refunds.ofAmount().signum() > 0 && isNumber(refunds.ofAmount(), BigDecimal.ONE), "review.refunds.ofAmount");
      hold(refunds.ofPurchases().signum() >= 0 && isNumber(refunds.ofPurchases(), BigDecimal.ONE),
          "review.refunds.ofPurchases");
    }
    ShareLimit shares = review.shares();
    if (shares != null) {
      hold(isWithin(shares.minutes(), 1, MOST_MINUTES), "review.shares.minutes");
      hold(isWithin(shares.atMost(), 0, MOST_POINTS), "review.shares.atMost");
    }
  }

  private static void check(Referral referral) {
    hold(isWithin(referral.booking(), 0, MOST_POINTS), "referral.booking");
    hold(isWithin(referral.firstVisit(), 0, MOST_POINTS), "referral.firstVisit");
    hold(isWithin(referral.firstPaidVisit(), 0, MOST_POINTS), "referral.firstPaidVisit");
    hold(isWithin(referral.referredFirstPaidVisit(), 0, MOST_POINTS), "referral.referredFirstPaidVisit");
    hold(referral.paidAtLeast().signum() >= 0 && isNumber(referral.paidAtLeast(), HIGHEST_PAID),
        "referral.paidAtLeast");
    hold(isWithin(referral.pendingDays(), 0, MOST_DAYS), "referral.pendingDays");
    hold(isWithin(referral.validDays(), 0, MOST_DAYS), "referral.validDays");
    hold(isWithin(referral.peopleAMonth(), 0, MOST_POINTS), "referral.peopleAMonth");
  }

  /** Each once, and few. */
  private static void checkDays(String path, List<Integer> days) {
    hold(days.size() <= MOST_WARNINGS, path);
    for (int i = 0; i < days.size(); i++) {
      hold(isWithin(days.get(i), 1, MOST_DAYS) && days.indexOf(days.get(i)) == i, path + "[" + i + "]");
    }
  }

  private void check(String path, EarningRule rule) {
    EventDescriptor type = catalogue.find(rule.on()).filter(ProgrammeCheck::canEarn)
        .orElseThrow(() -> invalid(path + ".on", null));
    // Only a purchase has an amount that a rate could be applied to.
    hold(rule.rate() == null || (type.recordType() == PurchaseMade.class && rule.rate().signum() >= 0
        && isNumber(rule.rate(), HIGHEST_RATE)), path + ".rate");
    hold(rule.points() == null || isWithin(rule.points(), 0, MOST_POINTS), path + ".points");
    hold(isWithin(rule.pendingDays(), 0, MOST_DAYS), path + ".pendingDays");
    hold(isWithin(rule.streakDays(), 0, MOST_DAYS), path + ".streakDays");
    check(path + ".caps", rule.caps());
    String when = rule.when();
    if (when != null) {
      hold(isText(when), path + ".when");
      checkCondition(path + ".when", when, type);
    }
  }

  private static void check(String path, List<Cap> caps) {
    hold(caps.size() <= MOST_CAPS, path);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < caps.size(); i++) {
      Cap cap = caps.get(i);
      String its = path + "[" + i + "]";
      hold(isName(cap.name()) && !cap.name().equals(MonthlyCap.NAME) && names.add(cap.name()), its + ".name");
      hold(isWithin(cap.times(), 1, MOST_POINTS), its + ".times");
      for (int text = 0; text < cap.per().size(); text++) {
        hold(Condition.TEXTS.contains(cap.per().get(text)), its + ".per[" + text + "]");
      }
      hold(cap.without() == null || Condition.TEXTS.contains(cap.without()), its + ".without");
    }
  }

  /** A correction is about an interaction, and none itself. */
  public static boolean canEarn(EventDescriptor type) {
    return type.isFact() && !type.ofSite() && !AuditEvent.class.isAssignableFrom(type.recordType());
  }

  private void checkCondition(String path, String when, EventDescriptor type) {
    try {
      Condition.compile(when, type.isExtension() ? fields.of(type.type()) : Map.of());
    } catch (InvalidCondition wrong) {
      String place = wrong.line() + ":" + wrong.column();
      String said = place + " " + wrong.getMessage();
      Problem problem = Problem.of(ProblemType.INVALID).field(path);
      throw (type.isExtension()
          ? problem.detail("problem.invalid.condition-of-own-type", said, type.type(), open(type))
          : problem.detail("problem.invalid.condition", said)).member("line", wrong.line())
          .member("column", wrong.column()).exception();
    }
  }

  private String open(EventDescriptor type) {
    return String.join(", ", fields.of(type.type()).keySet());
  }

  private static void check(String path, Tier tier) {
    hold(tier.threshold() <= HIGHEST_THRESHOLD, path + ".threshold");
    hold(tier.multiplier().signum() > 0 && isNumber(tier.multiplier(), HIGHEST_MULTIPLIER), path + ".multiplier");
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < tier.benefits().size(); i++) {
      Benefit benefit = tier.benefits().get(i);
      String its = path + ".benefits[" + i + "]";
      hold(isName(benefit.kind()) && kinds.add(benefit.kind()), its + ".kind");
      hold(benefit.percent() == null || (benefit.percent().signum() >= 0 && isNumber(benefit.percent(), WHOLE)),
          its + ".percent");
      hold(benefit.perYear() == null || isWithin(benefit.perYear(), 1, MOST_DAYS), its + ".perYear");
      for (Language language : Language.values()) {
        String words = benefit.text().get(language.tag());
        hold(words != null && !words.isBlank() && isText(words), its + ".text");
      }
      hold(benefit.text().size() == Language.values().length, its + ".text");
    }
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= LONGEST_NAME && isText(name)
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** One that the log can hold: half a character has no UTF-8. */
  private static boolean isText(String text) {
    return text.length() <= LONGEST_TEXT
        && text.codePoints().noneMatch(one -> one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE);
  }

  private static boolean isWithin(long number, long least, long most) {
    return number >= least && number <= most;
  }

  /** One that can be multiplied without end or surprise. */
  private static boolean isNumber(BigDecimal number, BigDecimal most) {
    return number.compareTo(most) <= 0 && number.stripTrailingZeros().scale() <= MOST_DECIMALS;
  }

  private static void hold(boolean rule, String field) {
    if (!rule) {
      throw invalid(field, null);
    }
  }

  /** What a record's own rules say of it is told; it names rules and levels, nothing personal. */
  public static ProblemException invalid(String field, @Nullable Throwable failure) {
    Problem problem = Problem.of(ProblemType.INVALID).field(field);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException told) {
        problem = problem.detail("problem.invalid.programme", Objects.toString(told.getMessage(), ""));
      }
    }
    return problem.exception();
  }
}
