package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The levels that an award leads to: at once, several if earned, at the instant at which the threshold was crossed. */
final class Promotion {
  private Promotion() {}

  /**
   * A back-dated award can lift the sum at later instants too, as long as it counts there: each instant of an award from
   * the cause on is judged, in order.
   */
  static List<TierReached> after(Account account, Recorded cause, long earned, Programme programme) {
    NavigableMap<Instant, Long> awards = new TreeMap<>(account.awardsAround(cause.occurredAt(), programme));
    awards.merge(cause.occurredAt(), earned, Long::sum);
    List<TierReached> reached = new ArrayList<>();
    int promotedTo = 1;
    long qualifying = 0;
    Deque<Map.Entry<Instant, Long>> window = new ArrayDeque<>();
    for (Map.Entry<Instant, Long> award : awards.entrySet()) {
      Instant at = award.getKey();
      window.addLast(award);
      qualifying += award.getValue();
      if (at.isBefore(cause.occurredAt())) {
        // Nothing leaves the window yet: all that is around the cause counts at its instant.
        continue;
      }
      Instant after = programme.qualifyingAfter(at);
      while (!window.getFirst().getKey().isAfter(after)) {
        qualifying -= window.removeFirst().getValue();
      }
      int held = Math.max(promotedTo, account.levelAt(at));
      int justified = programme.levelFor(qualifying);
      if (justified > held) {
        reached.add(new TierReached(cause.eventId(), programme.version(), held, justified, qualifying, at,
            programme.validUntil(at)));
        promotedTo = justified;
      }
    }
    return reached;
  }
}
