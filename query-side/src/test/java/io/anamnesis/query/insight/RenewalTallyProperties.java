package io.anamnesis.query.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Code;
import io.anamnesis.events.MembershipId;
import io.anamnesis.events.loyalty.Memberships;
import io.anamnesis.events.loyalty.Memberships.Told;
import io.anamnesis.events.loyalty.Memberships.What;
import io.anamnesis.query.fold.SiteZones;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Renewals of random memberships, against each last day looked at by itself. Days are numbers from the beginning. */
class RenewalTallyProperties {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalDate BEGIN = LocalDate.parse("2026-01-01");
  private static final int LAST_DAY = 1_500;

  /** On one day another is bought; of a membership's, both only rise. */
  private record Bought(int day, int until) {}

  /** @param endedOn after all that was bought; null if it was not */
  private record Story(String plan, boolean paid, List<Bought> bought, Integer endedOn) {}

  @Property(tries = 400)
  void of_the_paid_ones_each_last_day_counts_that_nothing_had_put_off_a_month_before(@ForAll Random random) {
    List<Story> stories = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      stories.add(story(random));
    }
    assertThat(counted(stories)).isEqualTo(expected(stories));
  }

  private static Map<String, Integer> expected(List<Story> stories) {
    Map<String, Integer> expected = new TreeMap<>();
    for (Story story : stories) {
      for (int last = 0; last <= LAST_DAY && story.paid; last++) {
        int day = last;
        boolean known = story.bought.stream().anyMatch(one -> one.until == day);
        boolean putOffBefore = story.bought.stream().anyMatch(one -> one.until > day && one.day < day - 30);
        boolean ended = story.endedOn != null && story.endedOn <= day
            && story.bought.stream().noneMatch(one -> one.until > day);
        if (known && !putOffBefore && !ended) {
          expected.merge("expiring " + BEGIN.plusDays(day) + " " + story.plan, 1, Integer::sum);
          if (story.bought.stream().anyMatch(one -> one.until > day && one.day <= day + 30)) {
            expected.merge("renewed " + BEGIN.plusDays(day) + " " + story.plan, 1, Integer::sum);
          }
        }
      }
    }
    return expected;
  }

  private static Map<String, Integer> counted(List<Story> stories) {
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < stories.size(); i++) {
      Story story = stories.get(i);
      for (Bought one : story.bought) {
        told.add(told(i, story, one.day, one == story.bought.getFirst() ? What.STARTED : What.RENEWED, one.until,
            told.size()));
      }
      if (story.endedOn != null) {
        told.add(told(i, story, story.endedOn, What.ENDED, null, told.size()));
      }
    }
    told.sort(Comparator.comparing(Told::at).thenComparing(Told::position));
    Map<String, Integer> counted = new TreeMap<>();
    new RenewalTally(SiteZones.standardOnly()).contribution(new Memberships(told))
        .forEach((cell, value) -> counted.put(
            cell.measure() + " " + cell.dimensions().get("day") + " " + cell.dimensions().get("plan"),
            value.intValueExact()));
    return counted;
  }

  private static Told told(int membership, Story story, int day, What what, Integer until, int position) {
    Instant noon = BEGIN.plusDays(day).atTime(12, 0).atZone(ZONE).toInstant();
    return new Told(UUID.randomUUID(), new MembershipId("M-" + membership), what, noon, position, noon,
        new Code(story.paid ? "paid" : "insurer"), new Code(story.plan), null,
        until == null ? null : BEGIN.plusDays(until), null, null);
  }

  private static Story story(Random random) {
    List<Bought> bought = new ArrayList<>();
    int day = random.nextInt(50);
    int until = day + random.nextInt(20, 120);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      bought.add(new Bought(day, until));
      // Around the edges of the window more often than elsewhere.
      int apart = random.nextBoolean() ? List.of(-31, -30, 0, 30, 31).get(random.nextInt(5)) : random.nextInt(-90, 90);
      day = Math.max(day, until + apart);
      until = Math.max(until, day) + random.nextInt(3) * random.nextInt(1, 120);
    }
    Integer endedOn = random.nextInt(3) == 0 ? day + random.nextInt(0, 120) : null;
    return new Story(List.of("gold", "silver").get(random.nextInt(2)), random.nextInt(4) > 0, bought, endedOn);
  }
}
