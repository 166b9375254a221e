package io.anamnesis.command.referral;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened to some people, as plainly as can be: lists of what was told, with what was corrected and withdrawn. The
 * oracle reads it, and so does the writer of real events.
 */
final class Story {
  static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
  /** People are mostly claimed in the first weeks and come in the months after: so that something comes of it. */
  private static final int CLAIMS = 24 * 28;
  private static final int HOURS = 24 * 75;

  /** By the fact's number in the order of telling; of those corrected, what they say now. */
  final TreeMap<Integer, Tale> standing = new TreeMap<>();
  private final Random random;
  private final List<String> referrers;
  private final List<String> referred;

  /**
   * A fact.
   *
   * @param other of a claim or a link the other person; of a visit its kind; of a purchase or a refund its id
   * @param cents of a purchase or a refund
   */
  record Tale(String type, String subject, Instant at, String other, long cents) {}

  /**
   * What is told next.
   *
   * @param about number of the fact that it corrects or withdraws; null of a fact of its own
   * @param tale null of a withdrawal
   */
  record Told(int number, @Nullable Integer about, @Nullable Tale tale) {}

  Story(Random random, List<String> referrers, List<String> referred) {
    this.random = random;
    this.referrers = referrers;
    this.referred = referred;
  }

  Told next(int number) {
    if (!standing.isEmpty() && random.nextInt(5) == 0) {
      Integer about = standing.keySet().stream().skip(random.nextInt(standing.size())).findFirst().orElseThrow();
      Tale before = standing.get(about);
      if (random.nextBoolean()) {
        standing.remove(about);
        return new Told(number, about, null);
      }
      Tale after = restated(before);
      standing.put(about, after);
      return new Told(number, about, after);
    }
    Tale tale = any();
    standing.put(number, tale);
    return new Told(number, null, tale);
  }

  /** Another content of the same type, subject and instant. */
  private Tale restated(Tale before) {
    return new Tale(before.type, before.subject, before.at, switch (before.type) {
      case "referral.made" -> one(referred);
      case "customer.registered", "family.linked" -> one(referrers);
      case "visit.completed" -> random.nextBoolean() ? "tour" : "outpatient";
      default -> before.other;
    }, before.cents == 0 ? 0 : cents());
  }

  private Tale any() {
    Instant early = FIRST.plusSeconds(3_600L * random.nextInt(CLAIMS));
    Instant at = FIRST.plusSeconds(
        3_600L * (random.nextInt(4) == 0 ? random.nextInt(HOURS) : CLAIMS / 2 + random.nextInt(HOURS - CLAIMS / 2)));
    String person = one(referred);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> new Tale("referral.made", one(referrers), early, person, 0);
      case 3, 4 -> new Tale("customer.registered", person, early, one(referrers), 0);
      case 5, 6, 7 -> new Tale("visit.completed", person, at, random.nextInt(4) == 0 ? "tour" : "outpatient", 0);
      case 8 -> new Tale("appointment.booked", person, at, "B", 0);
      case 9, 10, 11 -> new Tale("purchase.made", person, at, purchase(), cents());
      case 12, 13 -> new Tale("purchase.refunded", person, at, purchase(), cents() / 2);
      case 14 -> new Tale("family.linked", person, at, one(referrers), 0);
      default -> random.nextInt(3) == 0
          ? new Tale("identity.bound", one(referrers), at, "staff", 0)
          : new Tale("admission.discharged", person, at, "S", 0);
    };
  }

  private String purchase() {
    return "P-" + random.nextInt(3);
  }

  private long cents() {
    return 15_000L + random.nextInt(20_000);
  }

  private String one(List<String> people) {
    return people.get(random.nextInt(people.size()));
  }
}
