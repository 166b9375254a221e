package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesRejected;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalancesSubmitted;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch of balances of an older system as it stands; immutable.
 *
 * @param position of its upload in the log
 * @param content base64url HMAC of what was uploaded
 * @param decidedBy who approved or rejected it; null while it waits
 */
public record OpeningBatch(OpeningBalancesSubmitted submitted, long position, Instant submittedAt,
    @Nullable String content, State state, @Nullable StaffId decidedBy, @Nullable Instant decidedAt) {

  public enum State {
    SUBMITTED, APPROVED, REJECTED
  }

  public static String stream(String reference) {
    return "opening-balances:" + reference;
  }

  /** The number that what is decided on it takes in its stream: after the upload, and a proposal a customer. */
  public long nextSeq() {
    return submitted.customers() + 1L;
  }

  /** All batches by reference, in the order of their upload, after one more event. */
  public static Map<String, OpeningBatch> with(Map<String, OpeningBatch> before, Recorded event) {
    return switch (event.event()) {
      case OpeningBalancesSubmitted submitted -> and(before, new OpeningBatch(submitted, event.position(),
          event.occurredAt(), event.metadata().content(), State.SUBMITTED, null, null));
      case OpeningBalancesApproved approved ->
        and(before, of(before, approved.reference()).decided(State.APPROVED, approved.by(), event.occurredAt()));
      case OpeningBalancesRejected rejected ->
        and(before, of(before, rejected.reference()).decided(State.REJECTED, rejected.by(), event.occurredAt()));
      default -> before;
    };
  }

  private static OpeningBatch of(Map<String, OpeningBatch> batches, String reference) {
    OpeningBatch batch = batches.get(reference);
    if (batch == null) {
      throw new IllegalStateException("a batch was decided on that was never uploaded");
    }
    return batch;
  }

  private static Map<String, OpeningBatch> and(Map<String, OpeningBatch> before, OpeningBatch batch) {
    Map<String, OpeningBatch> after = new LinkedHashMap<>(before);
    after.put(batch.submitted.reference(), batch);
    return Collections.unmodifiableMap(after);
  }

  private OpeningBatch decided(State decision, StaffId by, Instant at) {
    return new OpeningBatch(submitted, position, submittedAt, content, decision, by, at);
  }

  /**
   * Whether there is something to record. The same decision by the same person once more is none: who did not learn the
   * outcome may ask again.
   *
   * @throws Refused {@link Reason#ALREADY_DECIDED}, {@link Reason#SAME_PERSON}
   */
  boolean takes(State decision, StaffId by) {
    if (state == decision && by.equals(decidedBy)) {
      return false;
    }
    if (state != State.SUBMITTED) {
      throw new Refused(Reason.ALREADY_DECIDED);
    }
    if (decision == State.APPROVED && by.equals(submitted.by())) {
      throw new Refused(Reason.SAME_PERSON);
    }
    return true;
  }
}
