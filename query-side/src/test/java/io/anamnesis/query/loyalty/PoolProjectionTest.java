package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static io.anamnesis.query.Lives.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.PoolEvent.Parting;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvitationEnded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.query.loyalty.PoolState.Invitation;

class PoolProjectionTest {
  private static final CustomerId KEEPER = new CustomerId("C-9");
  private static final String NOON = "2026-03-01T04:00:00Z";

  private final PoolProjection pools = new PoolProjection();

  @Test
  void who_was_invited_and_joined_is_in_it_and_no_longer_invited() {
    PoolState state = state(invited(1, "a"), invited(2, "b"), joined(3, "a"));
    assertThat(state.current().poolId()).isEqualTo(uuid("a"));
    assertThat(state.invitations().values()).extracting(Invitation::keeper).containsExactlyInAnyOrder(null, KEEPER);
  }

  @Test
  void who_left_is_in_none_until_another_is_joined() {
    assertThat(state(joined(1, "a"), left(2, "a")).current()).isNull();
    assertThat(state(joined(1, "a"), left(2, "a"), joined(3, "b")).current().poolId()).isEqualTo(uuid("b"));
  }

  @Test
  void of_two_decisions_the_later_recorded_holds_in_whatever_order_they_are_folded() {
    assertThat(state(left(2, "a"), joined(1, "a"))).isEqualTo(state(joined(1, "a"), left(2, "a")));
    Recorded ended = event(2, "2026-02-01T00:00:00Z", new PoolInvitationEnded(uuid("a")));
    assertThat(state(ended, invited(1, "a")).invitations().values()).extracting(Invitation::keeper)
        .containsOnlyNulls();
    assertThat(state(ended, invited(3, "a")).invitations().values()).extracting(Invitation::keeper)
        .containsExactly(KEEPER);
  }

  private PoolState state(Recorded... life) {
    return fold(pools, life).state();
  }

  private static Recorded invited(long position, String pool) {
    return event(position, NOON, new PoolInvited(uuid(pool), KEEPER, uuid("link"), null));
  }

  private static Recorded joined(long position, String pool) {
    return event(position, NOON, new PoolJoined(uuid(pool), uuid("link"), null));
  }

  private static Recorded left(long position, String pool) {
    return event(position, NOON, new PoolLeft(uuid(pool), Parting.LEFT, null));
  }
}
