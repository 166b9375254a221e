package io.anamnesis.events.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeDrafted;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammePublished;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeRetired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Which version decides, held against a reading of all events from the first to the last for each question. */
class ProgrammesProperties {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 6;
  private static final List<String> TYPES =
      List.of("signin.made", "content.liked", "visit.completed", "review.posted", "content.viewed");

  @Property(tries = 300)
  void the_last_version_effective_decides_of_those_published_before(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> log = life(random);
    Programmes programmes = Programmes.standard();
    for (Recorded event : log) {
      programmes = programmes.with(event);
    }
    for (long position = 1; position <= log.getLast().position() + 1; position++) {
      for (int day = -1; day <= DAYS + 1; day++) {
        Instant occurredAt = day(day);
        assertThat(programmes.inForceAt(occurredAt, position).version()).isEqualTo(oracle(log, occurredAt, position));
      }
      assertThat(programmes.types(position)).isEqualTo(typesOf(log, position));
    }
  }

  @Property(tries = 100)
  void what_comes_later_changes_no_earlier_answer(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> log = life(random);
    Programmes programmes = Programmes.standard();
    for (Recorded event : log) {
      Programmes after = programmes.with(event);
      for (int day = -1; day <= DAYS; day++) {
        assertThat(after.inForceAt(day(day), event.position()))
            .isEqualTo(programmes.inForceAt(day(day), event.position()));
      }
      assertThat(after.types(event.position())).isEqualTo(programmes.types(event.position()));
      programmes = after;
    }
  }

  @Example
  void a_version_effective_tomorrow_decides_nothing_today() {
    Programmes programmes =
        Programmes.standard().with(event(1, new ProgrammeDrafted("v", null, text("v", "signin.made"))))
            .with(event(2, new ProgrammePublished("v", day(1), "me", text("v", "signin.made"))));

    assertThat(programmes.inForceAt(day(1).minusNanos(1), 9).version()).isEqualTo("default-1");
    assertThat(programmes.inForceAt(day(1), 9).version()).isEqualTo("v");
    assertThat(programmes.inForceAt(day(1), 2).version()).isEqualTo("default-1");
  }

  @Example
  void what_was_published_cannot_be_drafted_again() {
    Programmes published =
        Programmes.standard().with(event(1, new ProgrammeDrafted("v", null, text("v", "signin.made"))))
            .with(event(2, new ProgrammePublished("v", day(1), "me", text("v", "signin.made"))));

    assertThatThrownBy(() -> published.with(event(3, new ProgrammeDrafted("v", null, text("v", "review.posted")))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Example
  void a_programme_has_one_text_and_comes_back_from_it_whole() {
    String text = ProgrammeText.of(Programme.standard());

    assertThat(ProgrammeText.read(text)).isEqualTo(Programme.standard());
    assertThat(ProgrammeText.of(ProgrammeText.read(text))).isEqualTo(text);
  }

  /** The definition, told once more: from the first event to the last, for each question anew. */
  private static String oracle(List<Recorded> log, Instant occurredAt, long position) {
    String decides = "default-1";
    Instant since = ProgrammeVersion.BEGINNING;
    for (Recorded event : log) {
      if (event.position() < position && event.event() instanceof ProgrammePublished published
          && !published.effectiveFrom().isAfter(occurredAt) && !published.effectiveFrom().isBefore(since)
          && !isRetired(log, published.version(), occurredAt, position)) {
        decides = published.version();
        since = published.effectiveFrom();
      }
    }
    return decides;
  }

  private static boolean isRetired(List<Recorded> log, String version, Instant occurredAt, long position) {
    return log.stream()
        .anyMatch(event -> event.position() < position && event.event() instanceof ProgrammeRetired retired
            && retired.version().equals(version) && !retired.from().isAfter(occurredAt));
  }

  private static TreeSet<String> typesOf(List<Recorded> log, long position) {
    TreeSet<String> types = new TreeSet<>();
    Programme.standard().rules().stream().filter(rule -> rule.points() == null || rule.points() > 0)
        .forEach(rule -> types.add(rule.on()));
    log.stream().filter(event -> event.position() < position).map(Recorded::event)
        .filter(ProgrammePublished.class::isInstance).map(ProgrammePublished.class::cast)
        .forEach(published -> ProgrammeText.read(published.programme()).rules().forEach(rule -> types.add(rule.on())));
    return types;
  }

  private static List<Recorded> life(Random random) {
    List<Recorded> log = new ArrayList<>();
    List<String> drafts = new ArrayList<>();
    List<String> published = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < 12 || log.isEmpty(); i++) {
      position += 1 + random.nextInt(2);
      int choice = random.nextInt(3);
      if (choice == 0 || (drafts.isEmpty() && published.isEmpty())) {
        String name = "v" + i;
        drafts.add(name);
        log.add(event(position, new ProgrammeDrafted(name, null, text(name, TYPES.get(random.nextInt(5))))));
      } else if (choice == 1 && !drafts.isEmpty()) {
        String name = drafts.remove(random.nextInt(drafts.size()));
        published.add(name);
        log.add(event(position, new ProgrammePublished(name, day(random.nextInt(DAYS)), "me",
            text(name, TYPES.get(random.nextInt(5))))));
      } else if (!published.isEmpty()) {
        String name = published.remove(random.nextInt(published.size()));
        log.add(event(position, new ProgrammeRetired(name, day(random.nextInt(DAYS)), "me")));
      }
    }
    return log;
  }

  private static String text(String name, String type) {
    return """
        {"version":"%s","zone":"Asia/Shanghai","expiryMonths":12,"qualifyingMonths":12,"validityMonths":12,
         "rules":[{"name":"r","on":"%s","points":1,"multiplied":false,"pendingDays":0,"streakDays":0}],
         "tiers":[{"level":1,"threshold":0,"multiplier":1,"benefits":[]}]}""".formatted(name, type);
  }

  private static Instant day(int day) {
    return FIRST.plusSeconds(86_400L * day);
  }

  private static Recorded event(long position, CustomerEvent event) {
    Instant now = FIRST.plusSeconds(position);
    return new Recorded(position, new UUID(0, position), "programme:any", position, null,
        EventCatalogue.standard().of(event.getClass()).type(), 1, now, now, Metadata.NONE, event);
  }
}
