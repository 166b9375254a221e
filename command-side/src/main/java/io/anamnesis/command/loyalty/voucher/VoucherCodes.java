package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** New codes as the log takes them, and where a code is found in it. */
public final class VoucherCodes {
  private static final String ISSUED = EventCatalogue.standard().of(VoucherIssued.class).type();
  private static final String CODE = "code";

  private final PersonalData personal;
  private final SecureRandom random = new SecureRandom();

  public VoucherCodes(PersonalData personal) {
    this.personal = personal;
  }

  /**
   * A code as it is recorded.
   *
   * @param mark see {@link #mark}
   */
  public record New(Sealed code, String mark) {}

  public static List<String> marks(List<New> codes) {
    return codes.stream().map(New::mark).toList();
  }

  List<New> issue(CustomerId customer, long quantity) {
    return Stream.generate(() -> VoucherCode.random(random)).limit(quantity)
        .map(code -> new New(Reasons.sealed(personal, customer.value(), ISSUED, CODE, code.printed()), mark(code)))
        .toList();
  }

  /** Keyed hash of a code: the same for the same code, and whoever has it does not have the code. */
  public String mark(VoucherCode code) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(personal.blindIndex(IndexKind.VOUCHER, code.text()));
  }
}
