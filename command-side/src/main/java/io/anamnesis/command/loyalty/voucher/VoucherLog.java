package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the log says of vouchers before anything of them is decided, and after. */
public final class VoucherLog {
  private final EventLog log;
  private final EventDecoder decoder;
  private final PersonalData personal;

  public VoucherLog(EventLog log, EventDecoder decoder, PersonalData personal) {
    this.log = log;
    this.decoder = decoder;
    this.personal = personal;
  }

  /** Whose the voucher is; empty where there is none of this mark. */
  public Optional<String> customer(String mark) {
    return issued(mark).map(StoredEvent::subject);
  }

  /** The codes of a customer's vouchers; one whose key is gone is left out, as nobody can tell it any more, and one that was moved. */
  public List<String> codes(CustomerId customer, List<String> marks) {
    return marks.stream().flatMap(mark -> issued(mark).stream()).filter(event -> MovedValues.in(event).isEmpty())
        .map(event -> ((VoucherIssued) decoder.decode(event).event()).code())
        .flatMap(code -> personal.unseal(customer.value(), code).stream()).map(JsonNode::stringValue).toList();
  }

  private Optional<StoredEvent> issued(String mark) {
    return log.readStream(Voucher.stream(mark), 0, 1).stream().findFirst();
  }
}
