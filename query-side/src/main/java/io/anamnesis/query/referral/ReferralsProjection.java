package io.anamnesis.query.referral;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.CodeGiven;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom a customer referred, and who referred the customer. */
public final class ReferralsProjection implements Projection<ReferralsState, ReferralsAnswer> {

  @Override
  public String name() {
    return "referrals";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(StandingChanged.class, ReferralDecided.class, ReferralRewarded.class, RewardRevoked.class,
        CodeGiven.class);
  }

  @Override
  public Class<ReferralsState> stateType() {
    return ReferralsState.class;
  }

  @Override
  public ReferralsState initial() {
    return ReferralsState.INITIAL;
  }

  @Override
  public ReferralsState fold(ReferralsState state, Recorded event) {
    return switch (event.event()) {
      case StandingChanged standing -> state.with(event, standing);
      case ReferralDecided decided -> state.with(event, decided);
      case ReferralRewarded reward -> state.with(event, reward);
      case RewardRevoked revoked -> state.with(event, revoked);
      case CodeGiven code -> state.with(event, code);
      default -> state;
    };
  }

  @Override
  public ReferralsAnswer answer(Folded<ReferralsState> folded, Instant at) {
    String customer = folded.subject();
    ReferralsState state = folded.state();
    List<PersonAnswer> people = state.people().values().stream()
        .flatMap(one -> ReferralAnswer.of(customer, one.decision(), state, at).stream())
        .map(PersonAnswer::of)
        .sorted(Comparator.comparing(PersonAnswer::claimedAt).thenComparing(PersonAnswer::referred)).toList();
    ReferralAnswer referredBy = Optional.ofNullable(state.own())
        .flatMap(own -> ReferralAnswer.of(customer, own.decision(), state, at)).orElse(null);
    return new ReferralsAnswer(customer, code(state, at), referredBy, people, points(people, referredBy),
        folded.position());
  }

  private static @Nullable String code(ReferralsState state, Instant at) {
    return state.code() == null || state.code().at().isAfter(at) ? null : state.code().value();
  }

  private static long points(List<PersonAnswer> people, @Nullable ReferralAnswer referredBy) {
    return Stream.concat(people.stream().map(PersonAnswer::rewards),
        Stream.ofNullable(referredBy).map(ReferralAnswer::rewards)).flatMap(List::stream)
        .filter(RewardAnswer::stands).mapToLong(RewardAnswer::points).sum();
  }
}
