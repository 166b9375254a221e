package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherTerms;
import io.anamnesis.eventstore.axon.StreamAggregates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The vouchers that a decision on a redemption takes part of: loaded in the same unit of work, after accounts and reward, so that
 * all are recorded in one append or none.
 */
public final class Vouchers {
  private final @Nullable VoucherCodes codes;
  private final ProgrammeVersions programmes;
  private final StreamAggregates<Voucher> vouchers;

  /**
   * @param codes null where no reward is handed out against codes
   * @param programmes tell the zone in whose days a code is good
   * @param repository known once all aggregates are configured
   */
  public Vouchers(@Nullable VoucherCodes codes, ProgrammeVersions programmes,
      Supplier<Repository<Voucher>> repository) {
    this.codes = codes;
    this.programmes = programmes;
    this.vouchers = new StreamAggregates<>(repository, Voucher::new);
  }

  /** A code for each of what is confirmed; none where it is not handed out against codes. */
  public List<VoucherCodes.New> codes(CustomerId customer, Redemption redemption) {
    return redemption.voucher() == null
        ? List.of()
        : Objects.requireNonNull(codes, "no codes are issued here").issue(customer, redemption.quantity());
  }

  public void issue(List<VoucherCodes.New> all, Redemption redemption, Instant at) {
    VoucherTerms terms = redemption.voucher();
    Instant validUntil = terms == null ? null : terms.validUntil(at, programmes.inForceNow(at).zone());
    for (int i = 0; i < all.size(); i++) {
      VoucherCodes.New one = all.get(i);
      VoucherIssued issued = new VoucherIssued(id(redemption.redemptionId(), i), redemption.redemptionId(),
          redemption.reward(), one.code(), at, validUntil);
      load(one.mark()).execute(voucher -> voucher.issue(issued));
    }
  }

  private static UUID id(UUID redemptionId, int number) {
    return UUID.nameUUIDFromBytes((redemptionId + "/voucher/" + number).getBytes(StandardCharsets.UTF_8));
  }

  /** @throws Refused where one of them was used */
  public void makeVoid(List<String> marks, Instant at) {
    marks.forEach(mark -> load(mark).execute(voucher -> voucher.makeVoid(at)));
  }

  private Aggregate<Voucher> load(String mark) {
    return vouchers.load(Voucher.stream(mark));
  }
}
