package io.anamnesis.events.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.loyalty.Move.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A level reached by a version of five levels, where one of three decides what it is from then on. */
class ValidityTest {
  private static final Programme FIVE = Programme.standard();
  private static final Programme THREE = new Programme("three", FIVE.zone(), FIVE.expiryMonths(),
      FIVE.qualifyingMonths(), FIVE.validityMonths(), FIVE.rules(), FIVE.tiers().subList(0, 3), FIVE.monthlyCap(),
      FIVE.expiryWarningDays(), FIVE.retention(), FIVE.referral(), FIVE.adjustmentLimit(), FIVE.review());
  private static final Instant END = Instant.parse("2026-03-31T16:00:00Z");
  private static final Instant GRACE_UNTIL = Instant.parse("2026-05-30T16:00:00Z");

  private final Standing top = Standing.valid(5, FIVE, END);

  @Test
  void retained_it_is_the_highest_that_there_is() {
    assertThat(Validity.due(top, END, new Earned(50_000))).singleElement().satisfies(move -> {
      assertThat(move.kind()).isEqualTo(Kind.RETAINED);
      assertThat(move.held()).isEqualTo(Standing.valid(3, THREE, Instant.parse("2027-03-31T16:00:00Z")));
    });
  }

  @Test
  void one_down_from_above_the_highest_is_the_highest() {
    List<Move> moves = Validity.due(top, GRACE_UNTIL, new Earned(0));
    assertThat(moves).extracting(Move::kind).containsExactly(Kind.GRACE_BEGUN, Kind.EXPIRED);
    assertThat(moves.getLast().held().level()).isEqualTo(3);
    assertThat(moves.getLast().from()).isEqualTo(5);
  }

  @Test
  void kept_by_an_award_in_grace_it_is_the_highest_that_there_is() {
    assertThat(Validity.reached(top.inGrace(GRACE_UNTIL), END, 5_000, THREE).orElseThrow().held().level())
        .isEqualTo(3);
  }

  /** So much at any time. */
  private record Earned(long points) implements Validity.Known {
    @Override
    public Programme version(String name) {
      return name.equals(THREE.version()) ? THREE : FIVE;
    }

    @Override
    public Programme atHand(Standing held, Instant at) {
      return THREE;
    }

    @Override
    public long qualifying(Instant after, Instant before) {
      return points;
    }

    @Override
    public Freeze freeze() {
      return Freeze.NONE;
    }
  }
}
