package io.anamnesis.query.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import io.anamnesis.projections.ProjectionContract;
import io.anamnesis.query.Lives;
import io.anamnesis.query.loyalty.VouchersAnswer.Item;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random vouchers, each issued once and then used, made void or neither; against a plain list of what became of each. */
class VouchersProjectionTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final RewardId REWARD = new RewardId("SPA");

  private final VouchersProjection vouchers = new VouchersProjection();

  /** What became of a voucher; an instant that is null never came. */
  private record Fate(UUID id, Instant issued, @Nullable Instant until, @Nullable Instant used,
      @Nullable Instant voided) {
    private String at(Instant at) {
      if (used != null && at.compareTo(used) >= 0) {
        return "used";
      }
      if (voided != null && at.compareTo(voided) >= 0) {
        return "voided";
      }
      return until != null && at.compareTo(until) >= 0 ? "expired" : "issued";
    }
  }

  @Property(tries = 200)
  void each_is_at_any_instant_what_became_of_it_by_then(@ForAll long seed) {
    Random random = new Random(seed);
    List<Fate> fates = random.ints(random.nextInt(7)).mapToObj(each -> any(random)).toList();
    List<Recorded> life = life(fates);
    ProjectionContract.holds(vouchers, life);
    Instant at = later(BEGIN, random);
    List<Item> items = vouchers.answer(Lives.fold(vouchers, life), at).vouchers();
    assertThat(items).extracting(Item::voucherId, Item::state)
        .containsExactlyElementsOf(fates.stream().filter(fate -> !fate.issued.isAfter(at))
            .sorted(Comparator.comparing(Fate::issued).reversed().thenComparing(Fate::id))
            .map(fate -> tuple(fate.id, fate.at(at))).toList());
    assertThat(items).allSatisfy(item -> {
      assertThat(item.usedAt() != null).isEqualTo(item.state().equals("used"));
      assertThat(item.reference() != null).isEqualTo(item.state().equals("used"));
    });
  }

  /** Whatever is told first. */
  private static List<Recorded> life(List<Fate> fates) {
    List<Recorded> life = new ArrayList<>();
    for (Fate fate : fates) {
      life.add(Lives.event(life.size() + 1, fate.issued.toString(),
          new VoucherIssued(fate.id, fate.id, REWARD, new Sealed("r.1"), fate.issued, fate.until)));
      if (fate.used != null) {
        life.add(Lives.event(life.size() + 1, fate.used.toString(),
            new VoucherUsed(fate.id, fate.id, REWARD, fate.used, "HIS-1", new VisitId("V-1"))));
      }
      if (fate.voided != null) {
        life.add(Lives.event(life.size() + 1, fate.voided.toString(),
            new VoucherVoided(fate.id, fate.id, REWARD, fate.voided)));
      }
    }
    return Collections.unmodifiableList(life);
  }

  private static Fate any(Random random) {
    Instant issued = later(BEGIN, random);
    Instant until = random.nextBoolean() ? null : later(issued, random);
    Instant end = later(issued, random);
    return switch (random.nextInt(3)) {
      case 0 ->
        new Fate(new UUID(random.nextLong(), 1), issued, until, until == null || end.isBefore(until) ? end : null,
            null);
      case 1 -> new Fate(new UUID(random.nextLong(), 1), issued, until, null, end);
      default -> new Fate(new UUID(random.nextLong(), 1), issued, until, null, null);
    };
  }

  private static Instant later(Instant than, Random random) {
    return than.plus(Duration.ofHours(random.nextInt(24 * 60)));
  }
}
