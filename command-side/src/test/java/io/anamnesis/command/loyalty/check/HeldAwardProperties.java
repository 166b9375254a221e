package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.command.loyalty.whatif.WhatIfTrial;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.schema.OpenFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What is held and what is given, in whatever order facts come, against a naive look back; jqwik prints the seed of a failure. */
class HeldAwardProperties {
  private static final Instant START = Instant.parse("2026-01-05T02:00:00Z");
  private static final int STEPS = 45;

  @Property(tries = 1_000)
  void what_is_held_follows_from_the_facts_and_from_what_persons_said_in_any_order(@ForAll long seed) {
    HeldLife life = life(new Random(seed));
    HeldOracle oracle = new HeldOracle(life.facts().values(), life.words());
    assertThat(life.points()).isEqualTo(oracle.points());
    assertThat(life.waiting()).isEqualTo(oracle.waiting());
    assertThat(life.awarded()).as("awards of a lifetime").isEqualTo(oracle.awarded());
    Statistics.label("waits").collect(!oracle.waiting().isEmpty());
    Statistics.label("decided by a person").collect(!life.words().isEmpty());
  }

  @Property(tries = 500)
  void the_check_of_postings_finds_nothing_where_awards_were_held_and_released(@ForAll long seed) {
    assertThat(HeldLife.judged(life(new Random(seed)).log())).isEmpty();
  }

  @Property(tries = 300)
  void a_release_of_what_was_not_held_is_found(@ForAll long seed) {
    Random random = new Random(seed);
    HeldLife life = life(random);
    List<Recorded> spoiled = new ArrayList<>(life.log());
    UUID given = life.points().keySet().stream().filter(cause -> !life.words().containsKey(cause)).findFirst()
        .orElse(new UUID(1, 1));
    Recorded end = spoiled.getLast();
    spoiled.add(new Recorded(end.position() + 1, UUID.randomUUID(), "points-account:" + HeldLife.CUSTOMER, 9_999L,
        HeldLife.CUSTOMER, "loyalty.award-released", 1, end.occurredAt(), end.recordedAt(),
        Metadata.ofDecision(null, null, HeldLife.SOMEBODY.value()),
        new AwardReleased(UUID.randomUUID(), given, "purchase.made", HeldLife.REASON, HeldLife.SOMEBODY, START)));
    assertThat(HeldLife.judged(spoiled)).extracting(Difference::kind).containsOnly(Kind.REVIEW);
  }

  @Property(tries = 300)
  void a_hold_that_was_left_out_is_found(@ForAll long seed) {
    HeldLife life = life(new Random(seed));
    List<Recorded> spoiled = new ArrayList<>(life.log());
    for (int i = spoiled.size() - 1; i >= 0; i--) {
      if (spoiled.get(i).event() instanceof AwardHeld held && isLastOf(held, spoiled.subList(i + 1, spoiled.size()))) {
        spoiled.remove(i);
        boolean toldBefore = spoiled.subList(0, i).stream()
            .anyMatch(event -> event.event() instanceof ReviewEvent about && about.cause().equals(held.cause()));
        if (!toldBefore) {
          assertThat(HeldLife.judged(spoiled)).extracting(Difference::kind).contains(Kind.REVIEW);
        }
        return;
      }
    }
  }

  @Property(tries = 300)
  void a_word_in_the_name_of_somebody_else_is_found(@ForAll long seed) {
    HeldLife life = life(new Random(seed));
    List<Recorded> spoiled = life.log().stream().map(HeldAwardProperties::byNobody).toList();
    if (spoiled.equals(life.log())) {
      return;
    }
    assertThat(HeldLife.judged(spoiled)).extracting(Difference::kind).contains(Kind.PERSON);
  }

  private static Recorded byNobody(Recorded told) {
    return told.event() instanceof AwardReleased || told.event() instanceof AwardRefused
        ? new Recorded(told.position(), told.eventId(), told.stream(), told.seq(), told.subject(), told.type(),
            told.revision(), told.occurredAt(), told.recordedAt(), Metadata.NONE, told.event())
        : told;
  }

  @Property(tries = 300)
  void a_trial_of_the_same_limits_gives_what_was_given_and_without_limits_all_but_what_was_refused(
      @ForAll long seed) {
    HeldLife life = life(new Random(seed));
    Programme same = HeldLife.PROGRAMME;
    Programme trusting = new Programme("trusting", same.zone(), same.expiryMonths(), same.qualifyingMonths(),
        same.validityMonths(), same.rules(), same.tiers(), null, List.of(), null, null, null, null);
    assertThat(tried(same, life).pointsAfter()).isEqualTo(sum(life.points()));
    assertThat(tried(same, life).pointsBefore()).isEqualTo(sum(life.points()));
    HeldOracle oracle = new HeldOracle(life.facts().values(), life.words());
    assertThat(tried(trusting, life).pointsAfter()).isEqualTo(sum(oracle.points()) + sum(oracle.waiting()));
  }

  private static WhatIfTrial.Comparison tried(Programme draft, HeldLife life) {
    List<WhatIfTrial.Comparison> compared = new ArrayList<>();
    WhatIfTrial trial = new WhatIfTrial(draft, OpenFields.NONE, Set.of("purchase.made", "content.shared"),
        EventCatalogue.standard(),
        new WhatIfTrial.Scope(Long.MAX_VALUE, Set.of(), Set.of(), START.plus(Duration.ofDays(60))),
        new WhatIfTrial.Outcome() {
          @Override
          public void compared(WhatIfTrial.Comparison customer) {
            compared.add(customer);
          }

          @Override
          public void leftOut() {
            throw new AssertionError("nobody is left out");
          }
        });
    WhatIfTrial.Life tried = trial.begin(HeldLife.CUSTOMER);
    life.log().forEach(event -> trial.take(tried, event));
    trial.end(tried);
    return compared.getFirst();
  }

  private static long sum(Map<UUID, Long> points) {
    return points.values().stream().mapToLong(Long::longValue).sum();
  }

  private static boolean isLastOf(AwardHeld held, List<Recorded> later) {
    return later.stream()
        .noneMatch(event -> event.event() instanceof ReviewEvent about && about.cause().equals(held.cause()));
  }

  private static HeldLife life(Random random) {
    HeldLife life = new HeldLife();
    int bought = 0;
    for (int step = 0; step < STEPS; step++) {
      List<UUID> facts = List.copyOf(life.facts().keySet());
      List<UUID> waiting = life.waiting().keySet().stream().sorted().toList();
      switch (random.nextInt(10)) {
        case 0 -> {
          if (!facts.isEmpty()) {
            life.withdraw(any(facts, random));
          }
        }
        case 1 -> {
          if (!facts.isEmpty()) {
            UUID fact = any(facts, random);
            life.correct(fact, corrected(life.facts().get(fact).told(), random, bought));
          }
        }
        case 2 -> {
          if (!waiting.isEmpty()) {
            life.say(any(waiting, random), random.nextBoolean() ? Word.RELEASED : Word.REFUSED,
                START.plus(Duration.ofDays(40)));
          }
        }
        default -> {
          Told told = told(random, bought);
          bought += told instanceof Told.Purchase ? 1 : 0;
          life.tell(instant(random), told);
        }
      }
    }
    return life;
  }

  /** Some at the same instant, some hours apart, some weeks. */
  private static Instant instant(Random random) {
    return START.plus(Duration.ofDays(random.nextInt(3) * 5L)).plus(Duration.ofMinutes(random.nextInt(15) * 20L));
  }

  /** Each purchase has an id of its own; a refund may come before it, or name none. */
  private static Told told(Random random, int bought) {
    return switch (random.nextInt(7)) {
      case 0, 1 -> purchase("P-" + bought, random);
      case 2, 3, 4 -> refund(random, bought);
      default -> new Told.Share("A-" + random.nextInt(3));
    };
  }

  private static Told corrected(Told before, Random random, int bought) {
    return switch (before) {
      case Told.Purchase purchase -> purchase(purchase.id(), random);
      case Told.Refund ignored -> refund(random, bought);
      default -> new Told.Share("B-" + random.nextInt(3));
    };
  }

  private static Told purchase(String id, Random random) {
    return new Told.Purchase(id, "CNY", List.of(random.nextInt(3) * 1_000L), 0);
  }

  private static Told refund(Random random, int bought) {
    return new Told.Refund("P-" + Math.max(0, bought + 1 - random.nextInt(6)), "CNY", 0, random.nextInt(1, 3) * 1_000L);
  }

  private static UUID any(List<UUID> among, Random random) {
    return among.get(random.nextInt(among.size()));
  }
}
