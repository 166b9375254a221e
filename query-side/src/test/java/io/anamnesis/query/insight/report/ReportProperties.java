package io.anamnesis.query.insight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportPaused;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.events.insight.InsightEvent.ReportResumed;

/** A report that is looked at from time to time, as a system is that does not always run. */
class ReportProperties {
  private static final Instant DEFINED = Instant.parse("2026-03-01T00:00:30Z");
  private long position;

  /** Every hour, on the hour. */
  private static List<Instant> hoursBetween(Instant after, Instant upTo) {
    List<Instant> hours = new ArrayList<>();
    for (Instant hour = Instant.parse("2026-03-01T00:00:00Z"); !hour.isAfter(upTo); hour =
        hour.plus(Duration.ofHours(1))) {
      if (hour.isAfter(after)) {
        hours.add(hour);
      }
    }
    return hours;
  }

  @Property(tries = 200)
  void however_long_nothing_runs_each_instant_is_made_or_told_as_missed_once(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 500) Integer> minutesBetweenLooks) {
    Report report = defined();
    Instant now = DEFINED;
    int told = 0;
    for (int minutes : minutesBetweenLooks) {
      now = now.plus(Duration.ofMinutes(minutes));
      Optional<Due> due = report.due(now);
      List<Instant> passed = hoursBetween(DEFINED, now);
      assertThat(due.isPresent()).isEqualTo(passed.size() > told);
      if (due.isPresent()) {
        assertThat(due.get().instant()).isEqualTo(passed.getLast());
        assertThat(due.get().missed()).isEqualTo(passed.size() - told - 1);
        assertThat(due.get().late())
            .isEqualTo(due.get().missed() > 0 || passed.getLast().plus(Duration.ofMinutes(5)).isBefore(now));
        report = made(report, due.get(), now);
        told = passed.size();
      }
      assertThat(report.due(now)).as("once").isEmpty();
    }
  }

  @Property(tries = 100)
  void what_falls_into_a_pause_is_neither_made_nor_missed(@ForAll @IntRange(min = 1, max = 300) int before,
      @ForAll @IntRange(min = 1, max = 3_000) int pause, @ForAll @IntRange(min = 1, max = 300) int after) {
    Instant paused = DEFINED.plus(Duration.ofMinutes(before));
    Instant resumed = paused.plus(Duration.ofMinutes(pause));
    Instant now = resumed.plus(Duration.ofMinutes(after));
    Report still = at(defined(), new ReportPaused("r"), paused);

    Report going = at(still, new ReportResumed("r"), resumed);

    assertThat(still.due(now)).isEmpty();
    assertThat(still.next()).isEmpty();
    List<Instant> passed = hoursBetween(resumed, now);
    assertThat(going.due(now).map(Due::instant)).isEqualTo(passed.stream().reduce((one, last) -> last));
    assertThat(going.due(now).map(Due::missed).orElse(-1)).isEqualTo(passed.size() - 1);
  }

  private Report defined() {
    return at(Report.unheardOf("r"),
        new ReportDefined("r", 1, null, "volumes", "csv", "0 * * * *", "Asia/Shanghai", "en", 3, List.of(), 0, null),
        DEFINED);
  }

  private Report made(Report report, Due due, Instant now) {
    return at(report, new ReportMade("r", report.made() + 1, 1, due.instant(), due.ordered(), due.late(),
        due.missed(), 1, 1, 0, 0, 0, "00"), now);
  }

  private Report at(Report report, InsightEvent event, Instant occurredAt) {
    return report.after(new Recorded(++position, UUID.randomUUID(), "report-r", report.nextSeq(), null, "any", 1,
        occurredAt, occurredAt, Metadata.NONE, event), event);
  }
}
