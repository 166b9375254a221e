package io.anamnesis.command.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StayId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.customer.Retention;
import io.anamnesis.events.customer.Retention.Basis;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.VisitArrived;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.events.visit.VisitEvent.VisitRoomed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordRetentionProperties {
  /** China has no other time since 1991. */
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private static final List<@Nullable String> KINDS =
      Collections
          .unmodifiableList(Arrays.asList("outpatient", "emergency", "inpatient", "remote", "wellness", "tour", null));

  private final RetentionRule rule = new RetentionRule(ZONE);

  /** Something told of a life; of a visit its kind. */
  private record Happening(String what, @Nullable String kind, String id, Instant at) {}

  @Property(tries = 500)
  void a_record_is_kept_exactly_as_long_as_something_told_keeps_it(@ForAll("lives") List<Happening> life,
      @ForAll Random random) {
    List<Happening> told = new ArrayList<>(life);
    Collections.shuffle(told, random);

    Retention retention = rule.judge(recorded(told));

    List<Instant> ends = life.stream().flatMap(happening -> Stream.of(years(happening.at, 15), years(happening.at, 30)))
        .toList();
    List<Instant> asked = new ArrayList<>(List.of(Instant.parse("1980-01-01T00:00:00Z")));
    ends.forEach(end -> asked.addAll(List.of(end.minusNanos(1_000), end, end.plusNanos(1_000))));
    for (Instant at : asked) {
      assertThat(retention.isOver(at)).as("at %s of %s", at, life)
          .isEqualTo(life.stream().noneMatch(happening -> keeps(happening, life, at)));
    }
    if (retention.until() == null) {
      assertThat(retention).isEqualTo(Retention.NONE);
    } else {
      assertThat(ends).contains(retention.until());
    }
  }

  /** By the rule's own words, one happening at a time. */
  private static boolean keeps(Happening one, List<Happening> life, Instant at) {
    boolean ofDischarged = life.stream().anyMatch(other -> other.what.equals("discharged") && other.id.equals(one.id));
    return switch (one.what) {
      case "discharged" -> at.isBefore(years(one.at, 30)) && life.stream().noneMatch(
          other -> other.what.equals("discharged") && other.id.equals(one.id) && other.at.isBefore(one.at));
      case "admitted" -> !ofDischarged && at.isBefore(years(one.at, 30));
      default -> !"tour".equals(one.kind) && !ofDischarged && !isOvertaken(one, life)
          && at.isBefore(years(one.at, "inpatient".equals(one.kind) ? 30 : 15));
    };
  }

  /** What led to a completed visit keeps nothing beside it. */
  private static boolean isOvertaken(Happening one, List<Happening> life) {
    return !one.what.equals("completed")
        && life.stream().anyMatch(other -> other.what.equals("completed") && other.id.equals(one.id));
  }

  /** By the calendar on the wall: a leap day has no like in most years, and becomes the day before 1 March. */
  private static Instant years(Instant instant, int years) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZONE);
    int year = local.getYear() + years;
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int day = local.getMonthValue() == 2 && local.getDayOfMonth() == 29 && !leap ? 28 : local.getDayOfMonth();
    return LocalDateTime.of(year, local.getMonthValue(), day, local.getHour(), local.getMinute(), local.getSecond())
        .toInstant(ZONE);
  }

  @Provide
  Arbitrary<List<Happening>> lives() {
    Arbitrary<Instant> instants = Arbitraries.oneOf(
        Arbitraries.longs().between(Instant.parse("1992-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2040-01-01T00:00:00Z").getEpochSecond()).map(Instant::ofEpochSecond),
        Arbitraries.of("2020-02-28T17:30:00Z", "2024-02-29T03:00:00Z", "2010-02-28T16:00:00Z", "2035-02-28T15:59:59Z")
            .map(Instant::parse));
    Arbitrary<Happening> happening =
        Combinators.combine(Arbitraries.of("completed", "completed", "arrived", "roomed", "admitted", "discharged"),
            Arbitraries.of(KINDS), Arbitraries.of("A", "B", "C", "D"), instants).as(Happening::new);
    return happening.list().ofMaxSize(6);
  }

  @Test
  void a_leap_day_is_kept_until_the_last_of_february() {
    Retention retention =
        rule.judge(recorded(List.of(new Happening("completed", null, "V", Instant.parse("2024-02-29T03:00:00Z")))));

    assertThat(retention)
        .isEqualTo(new Retention(Basis.OUTPATIENT_VISIT, Instant.parse("2024-02-29T03:00:00Z"),
            Instant.parse("2039-02-28T03:00:00Z")));
  }

  @Test
  void in_mid_visit_nobody_counts_as_one_who_never_came() {
    List<Happening> life = List.of(new Happening("arrived", null, "V", Instant.parse("2026-03-02T01:00:00Z")),
        new Happening("roomed", "outpatient", "V", Instant.parse("2026-03-02T01:20:00Z")));

    assertThat(rule.judge(recorded(life))).isEqualTo(new Retention(Basis.OUTPATIENT_VISIT,
        Instant.parse("2026-03-02T01:20:00Z"), Instant.parse("2041-03-02T01:20:00Z")));
  }

  private static List<Recorded> recorded(List<Happening> life) {
    List<Recorded> facts = new ArrayList<>();
    for (Happening one : life) {
      facts.add(new Recorded(facts.size() + 1L, new UUID(0, facts.size()), null, null, "C-1", "", 1, one.at, one.at,
          Metadata.NONE, event(one)));
    }
    return facts;
  }

  private static CustomerEvent event(Happening one) {
    return switch (one.what) {
      case "admitted" -> new AdmissionAdmitted(new StayId(one.id), null, null, null);
      case "discharged" -> new AdmissionDischarged(new StayId(one.id), null, null, null);
      case "arrived" -> new VisitArrived(new VisitId(one.id), null, null, null, null, null, kind(one));
      case "roomed" -> new VisitRoomed(new VisitId(one.id), null, null, null, null, null, kind(one));
      default -> new VisitCompleted(new VisitId(one.id), null, null, null, null, null, kind(one));
    };
  }

  private static @Nullable Code kind(Happening one) {
    return one.kind == null ? null : new Code(one.kind);
  }
}
