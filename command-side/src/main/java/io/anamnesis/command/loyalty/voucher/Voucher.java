package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * A voucher: one consistency boundary, one stream, named by the mark of its code. A thin shell; the rules are in {@link Slip}.
 */
public class Voucher {
  /** What a use is known by: who repeats a key with another code must not be taken for one who uses that code. */
  public static final String USE = "voucher-use";

  @AggregateIdentifier
  private @Nullable String stream;
  private @Nullable Slip slip;

  /** For Axon. */
  Voucher() {}

  Voucher(String stream) {
    this.stream = stream;
  }

  public static String stream(String mark) {
    return "voucher:" + mark;
  }

  @CommandHandler
  void use(UseVoucher command) {
    AggregateLifecycle.apply(slip().use(command.at(), command.reference(), command.visitId()),
        MetaData.with(EventMetadata.KNOWN_BY, USE));
  }

  /** A part of a decision on a redemption. */
  void issue(VoucherIssued event) {
    AggregateLifecycle.apply(event);
  }

  /** A part of a decision on a redemption; refused where it was used. */
  void makeVoid(Instant at) {
    AggregateLifecycle.apply(slip().makeVoid(at));
  }

  private Slip slip() {
    return Objects.requireNonNull(slip, "a voucher that was never issued");
  }

  @EventSourcingHandler
  void evolve(VoucherEvent event, @SourceId @Nullable String source) {
    if (stream == null) {
      stream = source;
    }
    slip = Slip.evolve(slip, event);
  }
}
