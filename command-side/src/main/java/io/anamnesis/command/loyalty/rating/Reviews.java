package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was told to wait for a person, and what persons said. Changed only by {@link #evolve}, in place. */
public final class Reviews {
  private final Map<UUID, Waiting> open = new TreeMap<>();
  private Reviewed said = Reviewed.NONE;

  /**
   * Awards of an interaction that wait.
   *
   * @param awards by rule; at least one
   */
  public record Waiting(Hold hold, List<HeldAward> awards) {
    public long points() {
      return awards.stream().mapToLong(HeldAward::points).sum();
    }
  }

  public void evolve(ReviewEvent event) {
    switch (event) {
      case AwardHeld held -> open.put(held.cause(), new Waiting(held.hold(), held.awards()));
      case HoldLifted lifted -> open.remove(lifted.cause());
      case AwardReleased released -> say(released.cause(), Word.RELEASED);
      case AwardRefused refused -> say(refused.cause(), Word.REFUSED);
    }
  }

  private void say(UUID cause, Word word) {
    open.remove(cause);
    said = said.with(cause, word);
  }

  /** Null where nothing of the interaction waits. */
  public @Nullable Waiting open(UUID cause) {
    return open.get(cause);
  }

  /** By interaction. */
  public Map<UUID, Waiting> open() {
    return open;
  }

  public Reviewed said() {
    return said;
  }
}
