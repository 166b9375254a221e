package io.anamnesis.standalone.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What the demo hospital must come to, computed from its tables by brute force: every number and rule is written out here
 * anew, and nothing of the product is called.
 */
final class DemoOracle {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Set<String> STAYS = Set.of("inpatient", "snf", "hospice");

  private static final Instant NEVER = Instant.MAX;
  private static final long[] THRESHOLDS = {0, 1_000, 5_000, 20_000, 50_000};

  private record Stay(Instant from, Instant to) {}

  /** Something that earns or is counted. */
  private record Happening(Instant at, int order, boolean visit, List<BigDecimal> paid) {}

  /** An award. */
  record Award(Instant at, long points, boolean spend) {}

  /** What is expected of one customer. */
  static final class Customer {
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    final List<Award> awards = new ArrayList<>();
    private int level = 1;
    private Instant validUntil = NEVER;
    private Instant graceUntil = NEVER;
    int purchases;
    BigDecimal spend = BigDecimal.ZERO;
    int visits;
  }

  final Map<String, Customer> customers = new TreeMap<>();
  final Map<String, Integer> factsByType = new LinkedHashMap<>();
  private int order;

  static DemoOracle of(LocalDate today) {
    DemoOracle oracle = new DemoOracle();
    oracle.hospital(today);
    oracle.shop(today);
    oracle.customers.values().forEach(DemoOracle::judge);
    return oracle;
  }

  int facts() {
    return factsByType.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void hospital(LocalDate today) {
    List<Map<String, String>> encounters = table("hospital/encounters");
    Instant last = encounters.stream().map(row -> Instant.parse(get(row, "STOP"))).max(Comparator.naturalOrder())
        .orElseThrow();
    List<Map<String, String>> immunizations = table("hospital/immunizations");
    for (Map<String, String> row : immunizations) {
      Instant at = Instant.parse(get(row, "DATE"));
      last = at.isAfter(last) ? at : last;
    }
    Duration shift = shift(last, today);
    for (Map<String, String> row : table("hospital/patients")) {
      count("customer.registered", get(row, "Id"));
    }
    for (Map<String, String> row : encounters) {
      Customer customer = count("encounter", get(row, "PATIENT"));
      factsByType.merge("encounter", 1, Integer::sum);
      Instant stop = Instant.parse(get(row, "STOP")).plus(shift);
      if (!STAYS.contains(get(row, "ENCOUNTERCLASS"))) {
        customer.happenings.add(new Happening(stop, order++, true, List.of()));
        customer.visits++;
      } else {
        customer.stays.add(new Stay(Instant.parse(get(row, "START")).plus(shift), stop));
      }
      BigDecimal own =
          new BigDecimal(get(row, "TOTAL_CLAIM_COST")).subtract(new BigDecimal(get(row, "PAYER_COVERAGE")));
      if (own.signum() > 0) {
        factsByType.merge("purchase.made", 1, Integer::sum);
        bought(customer, stop, List.of(own));
      }
    }
    immunizations.forEach(row -> count("care.step", get(row, "PATIENT")));
  }

  private void shop(LocalDate today) {
    List<Map<String, String>> lines = table("shop/transactions");
    List<Map<String, String>> redemptions = table("shop/coupon_redemptions");
    Map<String, Instant> campaigns = new HashMap<>();
    table("shop/campaign_descriptions")
        .forEach(row -> campaigns.put(get(row, "campaign_id"), midnight(get(row, "start_date"))));
    Instant last = Instant.MIN;
    for (Map<String, String> row : lines) {
      last = later(last, Instant.parse(get(row, "transaction_timestamp")));
    }
    for (Map<String, String> row : redemptions) {
      last = later(last, midnight(get(row, "redemption_date")));
    }
    for (Map<String, String> row : table("shop/campaigns")) {
      count("campaign.sent", get(row, "household_id"));
      last = later(last, Objects.requireNonNull(campaigns.get(get(row, "campaign_id"))));
    }
    Duration shift = shift(last, today);
    Map<String, List<BigDecimal>> baskets = new LinkedHashMap<>();
    Map<String, Map<String, String>> heads = new HashMap<>();
    for (Map<String, String> row : lines) {
      baskets.computeIfAbsent(get(row, "basket_id"), id -> new ArrayList<>())
          .add(new BigDecimal(get(row, "sales_value")).setScale(2, RoundingMode.HALF_UP));
      heads.putIfAbsent(get(row, "basket_id"), row);
    }
    baskets.forEach((basket, amounts) -> {
      Map<String, String> head = Objects.requireNonNull(heads.get(basket));
      bought(count("purchase.made", get(head, "household_id")),
          Instant.parse(get(head, "transaction_timestamp")).plus(shift), amounts);
    });
    redemptions.forEach(row -> count("campaign.responded", get(row, "household_id")));
  }

  private void bought(Customer customer, Instant at, List<BigDecimal> amounts) {
    customer.happenings.add(new Happening(at, order++, false, amounts));
    customer.purchases++;
    customer.spend = customer.spend.add(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  /** Awards and level in the order in which things happened. */
  private static void judge(Customer customer) {
    customer.happenings.sort(Comparator.comparing(Happening::at).thenComparing(Happening::order));
    Set<LocalDate> visited = new HashSet<>();
    Map<YearMonth, Long> ofVisits = new HashMap<>();
    for (Happening happening : customer.happenings) {
      long points = 0;
      LocalDate day = happening.at().atZone(SHANGHAI).toLocalDate();
      if (happening.visit() && visited.add(day)) {
        // One a day, and 500 points a month.
        points = Math.min(20, 500 - ofVisits.getOrDefault(YearMonth.from(day), 0L));
        ofVisits.merge(YearMonth.from(day), points, Long::sum);
      } else if (!happening.visit()) {
        BigDecimal multiplier = new BigDecimal(switch (level(customer, happening.at())) {
          case 1 -> "1.0";
          case 2 -> "1.1";
          case 3 -> "1.2";
          case 4 -> "1.5";
          default -> "2.0";
        });
        points = happening.paid().stream()
            .mapToLong(amount -> amount.multiply(multiplier).setScale(0, RoundingMode.DOWN).longValueExact()).sum();
      }
      if (points > 0) {
        int before = level(customer, happening.at());
        customer.awards.add(new Award(happening.at(), points, !happening.visit()));
        int justified = level(qualifying(customer, happening.at()));
        if (justified > before || (justified == before && customer.graceUntil != NEVER)) {
          hold(customer, justified, happening.at());
        }
      }
    }
  }

  /** The level when an instant has come; instants are asked for in their order. Nobody complains in the demo. */
  static int level(Customer customer, Instant at) {
    while (true) {
      if (customer.graceUntil == NEVER) {
        if (customer.validUntil.isAfter(at)) {
          return customer.level;
        }
        Instant end = customer.validUntil;
        Instant yearBefore = end.atZone(SHANGHAI).minusMonths(12).toInstant();
        long counting = customer.awards.stream().filter(award -> award.at().isAfter(yearBefore) && award.at().isBefore(end))
            .mapToLong(Award::points).sum();
        if (counting >= THRESHOLDS[customer.level - 1]) {
          customer.validUntil = end.atZone(SHANGHAI).plusMonths(12).toInstant();
        } else {
          customer.graceUntil = end.plus(Duration.ofDays(60));
        }
      } else {
        Instant falls = outOfHospital(customer, customer.graceUntil);
        if (falls.isAfter(at)) {
          return customer.level;
        }
        hold(customer, customer.level - 1, falls);
      }
    }
  }

  private static Instant outOfHospital(Customer customer, Instant from) {
    Instant falls = from;
    for (boolean stays = true; stays;) {
      stays = false;
      for (Stay stay : customer.stays) {
        if (stay.from().isBefore(falls) && stay.to().isAfter(falls)) {
          falls = stay.to();
          stays = true;
        }
      }
    }
    return falls;
  }

  private static void hold(Customer customer, int level, Instant from) {
    customer.level = level;
    customer.graceUntil = NEVER;
    customer.validUntil = level == 1
        ? NEVER
        : YearMonth.from(from.atZone(SHANGHAI).plusMonths(12)).plusMonths(1).atDay(1).atStartOfDay(SHANGHAI).toInstant();
  }

  static long qualifying(Customer customer, Instant at) {
    Instant after = at.atZone(SHANGHAI).minusMonths(12).toInstant();
    return customer.awards.stream().filter(award -> award.at().isAfter(after) && !award.at().isAfter(at))
        .mapToLong(Award::points).sum();
  }

  private static int level(long points) {
    return points >= 50_000 ? 5 : points >= 20_000 ? 4 : points >= 5_000 ? 3 : points >= 1_000 ? 2 : 1;
  }

  static long pending(Customer customer, Instant at) {
    return customer.awards.stream().filter(award -> award.spend() && activeAt(award).isAfter(at))
        .mapToLong(Award::points).sum();
  }

  static long available(Customer customer, Instant at) {
    return customer.awards.stream()
        .filter(award -> (!award.spend() || !activeAt(award).isAfter(at)) && expiresAt(award).isAfter(at))
        .mapToLong(Award::points).sum();
  }

  private static Instant activeAt(Award award) {
    // Shanghai has one offset all year.
    return award.at().plus(Duration.ofDays(7));
  }

  private static Instant expiresAt(Award award) {
    ZonedDateTime local = award.at().atZone(SHANGHAI);
    return YearMonth.from(local).plusMonths(13).atDay(1).atStartOfDay(SHANGHAI).toInstant();
  }

  /** One fact more of a type; an encounter is two facts at least, counted where it is met. */
  private Customer count(String type, String customer) {
    factsByType.merge(type, 1, Integer::sum);
    return customers.computeIfAbsent(customer, number -> new Customer());
  }

  private static Duration shift(Instant last, LocalDate today) {
    Instant midnight = today.atStartOfDay(ZoneOffset.UTC).toInstant();
    long weeks = 0;
    while (last.plus(Duration.ofDays(7 * (weeks + 1))).isBefore(midnight)) {
      weeks++;
    }
    return Duration.ofDays(7 * weeks);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant midnight(String date) {
    return LocalDate.parse(date).atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC);
  }

  private static String get(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  /** The tables that are read here hold no quoted field. */
  private static List<Map<String, String>> table(String name) {
    InputStream resource =
        Objects.requireNonNull(DemoOracle.class.getResourceAsStream("/demo/" + name + ".csv.gz"), name);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
      String[] columns = Objects.requireNonNull(reader.readLine()).split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] values = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
          row.put(columns[i], values[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
