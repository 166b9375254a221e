package io.anamnesis.command.loyalty.opening;

import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a batch.
 *
 * @param state {@code submitted, approved} or {@code rejected}
 * @param total points of all lots, and what the older system says that they are
 * @param decidedBy who approved or rejected it; null while it waits
 * @param booked customers whose balance is booked; null in a list, and of one that is not approved
 */
public record OpeningAnswer(String reference, String system, String state, int customers, int lots, long total,
    StaffId by, Instant submittedAt, @Nullable StaffId decidedBy, @Nullable Instant decidedAt,
    @Nullable Integer booked) {

  static OpeningAnswer of(OpeningBatch batch, @Nullable Integer booked) {
    return new OpeningAnswer(batch.submitted().reference(), batch.submitted().system(), word(batch.state()),
        batch.submitted().customers(), batch.submitted().lots(), batch.submitted().total(), batch.submitted().by(),
        batch.submittedAt(), batch.decidedBy(), batch.decidedAt(), booked);
  }

  public static String word(OpeningBatch.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
