package io.anamnesis.command.loyalty.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Code;
import io.anamnesis.events.MembershipId;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipDue;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipLapsed;
import io.anamnesis.events.loyalty.Memberships;
import io.anamnesis.events.loyalty.Memberships.Told;
import io.anamnesis.events.loyalty.Memberships.What;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What falls due of paid memberships. Midnight in Shanghai is 16:00 UTC. */
class MembershipDuesTest {
  private static final LocalDate LAST_DAY = LocalDate.parse("2026-12-31");
  private static final Instant BOUGHT = Instant.parse("2026-01-10T02:00:00Z");
  private static final Instant END = Instant.parse("2026-12-31T16:00:00Z");
  private static final Instant IN_30_DAYS = Instant.parse("2026-12-01T16:00:00Z");
  private static final Instant IN_7_DAYS = Instant.parse("2026-12-24T16:00:00Z");

  private final MembershipDues dues = new MembershipDues(ZoneId.of("Asia/Shanghai"), List.of(30, 7));
  private final List<Told> told = new ArrayList<>();

  @Test
  void whoever_paid_is_warned_30_and_7_days_before_the_end_and_told_when_it_is_over() {
    tell(What.STARTED, BOUGHT, "paid", LAST_DAY);
    assertThat(upTo(IN_30_DAYS.minusMillis(1))).isEmpty();
    assertThat(upTo(IN_30_DAYS)).containsExactly("due 30 " + IN_30_DAYS);
    assertThat(upTo(IN_7_DAYS.minusMillis(1))).containsExactly("due 30 " + IN_30_DAYS);
    assertThat(upTo(END.minusMillis(1))).containsExactly("due 30 " + IN_30_DAYS, "due 7 " + IN_7_DAYS);
    assertThat(upTo(END)).containsExactly("lapsed " + END);
  }

  @Test
  void the_instants_at_which_it_is_looked_at_are_those() {
    assertThat(dues.instants(LAST_DAY)).containsExactly(IN_30_DAYS, IN_7_DAYS, END);
    assertThat(dues.instants(null)).isEmpty();
  }

  @Test
  void nobody_else_is() {
    tell(What.STARTED, BOUGHT, "insurer", LAST_DAY);
    tell(What.STARTED, BOUGHT, null, LAST_DAY);
    tell(What.STARTED, BOUGHT, "paid", null);
    assertThat(upTo(END.plus(900, ChronoUnit.DAYS))).isEmpty();
  }

  @Test
  void what_had_passed_when_it_was_recorded_is_not_warned_of() {
    told.add(new Told(UUID.randomUUID(), new MembershipId("M-1"), What.STARTED, BOUGHT, 1, IN_7_DAYS.minusSeconds(1),
        new Code("paid"), null, null, LAST_DAY, null, null));
    assertThat(upTo(IN_7_DAYS)).containsExactly("due 7 " + IN_7_DAYS);
  }

  @Test
  void who_renews_in_time_is_not_bothered_any_more_until_the_next_end() {
    tell("M-1", What.STARTED, BOUGHT, "paid", LAST_DAY);
    tell("M-1", What.RENEWED, IN_7_DAYS.minusSeconds(5), null, LAST_DAY.plusYears(1));
    assertThat(upTo(IN_7_DAYS)).isEmpty();
    assertThat(upTo(END)).isEmpty();
    Instant next = Instant.parse("2027-12-31T16:00:00Z");
    assertThat(upTo(next.minus(30, ChronoUnit.DAYS))).containsExactly("due 30 " + next.minus(30, ChronoUnit.DAYS));
    assertThat(upTo(next)).containsExactly("lapsed " + next);
  }

  @Test
  void who_renews_too_late_has_lapsed() {
    tell("M-1", What.STARTED, BOUGHT, "paid", LAST_DAY);
    tell("M-1", What.RENEWED, END.plusSeconds(1), null, LAST_DAY.plusYears(1));
    assertThat(upTo(END.plusSeconds(2))).containsExactly("lapsed " + END);
  }

  @Test
  void a_renewal_that_tells_no_last_day_has_none() {
    tell("M-1", What.STARTED, BOUGHT, "paid", LAST_DAY);
    tell("M-1", What.RENEWED, IN_7_DAYS, null, null);
    assertThat(upTo(END.plus(900, ChronoUnit.DAYS))).isEmpty();
  }

  @Test
  void one_that_was_ended_before_does_not_lapse() {
    tell("M-1", What.STARTED, BOUGHT, "paid", LAST_DAY);
    tell("M-1", What.ENDED, END.minusSeconds(1), null, null);
    assertThat(upTo(END)).isEmpty();
  }

  private void tell(What what, Instant at, String kind, LocalDate until) {
    tell("M-" + (told.size() + 1), what, at, kind, until);
  }

  private void tell(String id, What what, Instant at, String kind, LocalDate until) {
    told.add(new Told(UUID.randomUUID(), new MembershipId(id), what, at, told.size() + 1, at,
        kind == null ? null : new Code(kind), null, null, until, null, null));
  }

  private List<String> upTo(Instant now) {
    return dues.upTo(new Memberships(told), now).stream().map(due -> switch (due.event()) {
      case MembershipDue warning -> {
        assertThat(warning.validUntil())
            .isEqualTo(warning.expiresAt().minusSeconds(1).atZone(dues.zone()).toLocalDate());
        yield "due " + warning.days() + " " + due.at();
      }
      case MembershipLapsed lapsed -> {
        assertThat(lapsed.lapsedAt()).isEqualTo(due.at());
        yield "lapsed " + due.at();
      }
    }).toList();
  }
}
