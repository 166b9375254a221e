package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the facts that an account knows let a person use. */
class UsingBenefitsTest {
  private static final Instant NOW = Instant.parse("2025-06-10T02:00:00Z");

  private final Earning earning = new Earning(ProgrammeVersions.standard());
  private final Account account = new Account();
  private long position;

  @Test
  void a_fact_of_an_instant_to_come_does_not_thaw_what_only_a_stay_keeps() {
    tell("2024-03-10T02:00:00Z", new Told.Purchase("P-1", "CNY", List.of(500_000L), 0));
    tell("2025-05-20T02:00:00Z", new Told.Admitted("S-1"));
    assertFrozen();
    tell("2025-06-10T02:05:00Z", new Told.SignIn());
    assertFrozen();
    tell("2025-06-10T02:06:00Z", new Told.Discharged("S-1"));
    assertFrozen();
  }

  private void assertFrozen() {
    assertThatThrownBy(() -> use("check-up")).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(Reason.BENEFIT_FROZEN));
    assertThat(use("free-item")).as("the level below gives it too").isEqualTo(1);
  }

  private int use(String kind) {
    return UsingBenefits.use(account.benefits(), earning.entitled(account, NOW),
        new BenefitCommand.Use(new CustomerId("C-1"), new UUID(6, 1), kind, 1, null, null, NOW)).quantity();
  }

  private void tell(String at, Told told) {
    Told.At fact = new Told.At(Instant.parse(at), ++position, told);
    earning.decide(account, Change.of(fact.recorded())).forEach(account::evolve);
  }
}
