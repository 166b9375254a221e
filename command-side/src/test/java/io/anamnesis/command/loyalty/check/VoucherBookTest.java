package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An auditor's look at vouchers: what is as it should be, and each way in which it is not. */
class VoucherBookTest {
  private static final Instant AT = Instant.parse("2026-03-01T02:00:00Z");
  private static final Instant UNTIL = AT.plusSeconds(3_600);
  private static final UUID REDEMPTION = new UUID(1, 1);
  private static final RewardId REWARD = new RewardId("SPA");

  private final Findings findings = new Findings("C-1");
  private final VoucherBook book = new VoucherBook(findings);
  private long position;

  @Test
  void vouchers_that_were_issued_and_used_or_voided_are_no_difference() {
    confirm(REDEMPTION, "a", "b");
    issue("a");
    issue("b");
    use("a", UNTIL.minusNanos(1_000));
    UUID other = new UUID(2, 2);
    confirm(other, "c");
    tell("c", new VoucherIssued(other, other, REWARD, new Sealed("r.1"), AT, null));
    cancel(other);
    tell("c", new VoucherVoided(other, other, REWARD, AT));
    assertThat(found()).isEmpty();
  }

  @Test
  void a_voucher_that_was_never_issued_and_one_that_nobody_redeemed_are_found() {
    confirm(REDEMPTION, "a");
    issue("b");
    assertThat(found()).containsExactly("of redemption " + REDEMPTION + " but none", "issued but none");
  }

  @Test
  void a_voucher_used_twice_or_too_late_is_found() {
    confirm(REDEMPTION, "a", "b");
    issue("a");
    issue("b");
    use("a", AT);
    use("a", AT);
    use("b", UNTIL);
    assertThat(found()).containsExactly("issued but used", "before " + UNTIL + " but " + UNTIL);
  }

  @Test
  void a_voucher_that_stays_good_though_its_redemption_was_cancelled_is_found_and_one_voided_for_nothing() {
    confirm(REDEMPTION, "a", "b");
    issue("a");
    issue("b");
    use("b", AT);
    cancel(REDEMPTION);
    assertThat(found()).containsExactly("voided but issued", "voided but used");
    VoucherBook another = new VoucherBook(findings);
    another.take(recorded("points-account:C-1", confirmed(REDEMPTION, "c")), confirmed(REDEMPTION, "c"));
    VoucherIssued issued = new VoucherIssued(REDEMPTION, REDEMPTION, REWARD, new Sealed("r.1"), AT, null);
    another.take(recorded("voucher:c", issued), issued);
    VoucherVoided voided = new VoucherVoided(REDEMPTION, REDEMPTION, REWARD, AT);
    another.take(recorded("voucher:c", voided), voided);
    another.end();
    assertThat(findings.all()).last().extracting(Difference::expected, Difference::found)
        .containsExactly("issued", "voided");
  }

  private List<String> found() {
    book.end();
    assertThat(findings.all()).extracting(Difference::kind).allMatch(Kind.VOUCHER::equals);
    return findings.all().stream().map(one -> one.expected() + " but " + one.found()).toList();
  }

  private static RedemptionConfirmed confirmed(UUID redemption, String... marks) {
    return new RedemptionConfirmed(redemption, REWARD, marks.length, 10, List.of(), List.of(marks));
  }

  private void confirm(UUID redemption, String... marks) {
    tell(confirmed(redemption, marks));
  }

  private void cancel(UUID redemption) {
    tell(new RedemptionCancelled(redemption, REWARD, 1, 10, true, Canceller.HOSPITAL, List.of(), List.of()));
  }

  private void issue(String mark) {
    tell(mark, new VoucherIssued(REDEMPTION, REDEMPTION, REWARD, new Sealed("r.1"), AT, UNTIL));
  }

  private void use(String mark, Instant at) {
    tell(mark, new VoucherUsed(REDEMPTION, REDEMPTION, REWARD, at, null, null));
  }

  private void tell(LedgerEvent event) {
    book.take(recorded("points-account:C-1", event), event);
  }

  private void tell(String mark, VoucherEvent event) {
    book.take(recorded("voucher:" + mark, event), event);
  }

  private Recorded recorded(String stream, CustomerEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new Recorded(++position, new UUID(9, position), stream, position, "C-1", type.type(), type.revision(), AT,
        AT,
        Metadata.NONE, event);
  }
}
