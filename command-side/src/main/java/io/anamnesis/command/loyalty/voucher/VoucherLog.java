package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the log says of vouchers before anything of them is decided, and after. */
public final class VoucherLog {
  private final EventLog log;
  private final EventDecoder decoder;
  private final Masking masking;

  public VoucherLog(EventLog log, EventDecoder decoder, Masking masking) {
    this.log = log;
    this.decoder = decoder;
    this.masking = masking;
  }

  /** Whose the voucher is; empty where there is none of this mark. */
  public Optional<String> customer(String mark) {
    return issued(mark).map(StoredEvent::subject);
  }

  /**
   * The codes of a customer's vouchers, as the caller may see them; one whose key is gone is left out, as nobody can tell it, and one that
   * was moved.
   */
  public List<String> codes(CustomerId customer, List<String> marks) {
    if (marks.isEmpty()) {
      return List.of();
    }
    Reveal reveal = masking.of(customer.value());
    return marks.stream().flatMap(mark -> issued(mark).stream()).filter(event -> MovedValues.in(event).isEmpty())
        .map(event -> ((VoucherIssued) decoder.decode(event).event()).code())
        .flatMap(code -> Stream.ofNullable(reveal.text(FieldClass.VOUCHER_CODE, code))).toList();
  }

  private Optional<StoredEvent> issued(String mark) {
    return log.readStream(Voucher.stream(mark), 0, 1).stream().findFirst();
  }
}
