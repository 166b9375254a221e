package io.anamnesis.command.referral;

import io.anamnesis.command.referral.Bringing.Brought;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a decision that replaces another occurred: at the first instant that it tells otherwise of. So who asks what was true
 * before that instant, as known now, is told the same by either.
 */
final class Dating {
  private final List<Instant> instants = new ArrayList<>();

  private Dating() {}

  /** @param otherwise where no instant is told otherwise of, such as when a period that begins will end */
  static Instant of(@Nullable ReferralDecided before, Brought now, Instant otherwise) {
    Dating dating = new Dating();
    dating.claims(before == null ? List.of() : before.claims(), now.claims());
    dating.milestone(before == null ? null : before.booking(), now.booking());
    dating.milestone(before == null ? null : before.visit(), now.visit());
    dating.milestone(before == null ? null : before.paid(), now.paid());
    return dating.first(otherwise);
  }

  static Instant of(@Nullable StandingChanged before, StandingChanged now, Instant otherwise) {
    Dating dating = new Dating();
    if (before == null || !before.claim().equals(now.claim())) {
      dating.instants.add(now.claimedAt());
      dating.add(before == null ? null : before.claimedAt());
    } else if (before.reason() != now.reason()) {
      // What a month is full of is known at the visit; everything else concerns the claim.
      boolean ofMonth = Rewarding.isOfMonth(before.reason()) && Rewarding.isOfMonth(now.reason());
      dating.add(ofMonth && now.visit() != null ? now.visit().at() : now.claimedAt());
    }
    dating.milestone(before == null ? null : before.booking(), now.booking());
    dating.milestone(before == null ? null : before.visit(), now.visit());
    dating.milestone(before == null ? null : before.paid(), now.paid());
    return dating.first(otherwise);
  }

  private void claims(Collection<Claimed> before, Collection<Claimed> now) {
    Set<Claimed> differing = new HashSet<>(before);
    Set<Claimed> added = new HashSet<>(now);
    differing.removeAll(now);
    added.removeAll(before);
    differing.addAll(added);
    differing.forEach(claim -> instants.add(claim.claimedAt()));
  }

  private void milestone(@Nullable Milestone before, @Nullable Milestone now) {
    if (Objects.equals(before, now)) {
      return;
    }
    if (before != null && now != null && before.fact().equals(now.fact()) && before.at().equals(now.at())
        && before.claim().equals(now.claim())) {
      add(before.undoneAt());
      add(now.undoneAt());
      return;
    }
    add(before == null ? null : before.at());
    add(now == null ? null : now.at());
  }

  private void add(@Nullable Instant instant) {
    if (instant != null) {
      instants.add(instant);
    }
  }

  private Instant first(Instant otherwise) {
    return instants.stream().min(Instant::compareTo).orElse(otherwise);
  }
}
