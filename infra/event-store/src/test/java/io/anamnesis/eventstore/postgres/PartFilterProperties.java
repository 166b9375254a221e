package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A filter never misses the part of an id, and errs on others as seldom as its formula says, however ids are made. */
class PartFilterProperties {
  private static final Parts PARTS = new Parts(LogSchema.LOG, 10);
  /** By the formula; restated here, for 24 bits an id and 12 places. */
  private static final double ERRS = Math.pow(1 - Math.exp(-12.0 / 24.0), 12);

  /** How ids are made, by people and by libraries. */
  private enum Made {
    AT_RANDOM {
      @Override
      UUID id(Random random, long n) {
        return new UUID(random.nextLong(), random.nextLong());
      }
    },
    BY_COUNTING {
      @Override
      UUID id(Random random, long n) {
        return new UUID(0, n);
      }
    },
    BY_COUNTING_ABOVE {
      @Override
      UUID id(Random random, long n) {
        return new UUID(n << 32, 0);
      }
    },
    BY_THE_CLOCK {
      @Override
      UUID id(Random random, long n) {
        return new UUID(1_790_000_000_000L + n / 100 << 16 | 0x7000 | random.nextInt(1 << 12),
            Long.MIN_VALUE | n % 100);
      }
    },
    ALIKE_ABOVE_AND_BELOW {
      @Override
      UUID id(Random random, long n) {
        return new UUID(n, n);
      }
    };

    abstract UUID id(Random random, long n);
  }

  @Property(tries = 20)
  void the_part_of_an_id_is_never_missed_and_others_are_named_as_seldom_as_the_formula_says(@ForAll Made made,
      @ForAll Random random) {
    PartFilter filter = new PartFilter(PARTS);
    List<List<UUID>> ids = new ArrayList<>();
    long n = 0;
    for (int part = 0; part < PartFilter.PARTS; part++) {
      List<UUID> ofPart = new ArrayList<>();
      for (int i = 0; i < PARTS.positions(1); i++) {
        UUID id = made.id(random, n++);
        ofPart.add(id);
        filter.add(part, id.getMostSignificantBits(), id.getLeastSignificantBits());
      }
      ids.add(ofPart);
    }

    for (int part = 0; part < PartFilter.PARTS; part++) {
      for (UUID id : ids.get(part)) {
        assertThat(filter.having(id, -1L) & 1L << part).isNotZero();
      }
    }

    int asked = 100_000;
    long named = 0;
    for (int i = 0; i < asked; i++) {
      named += Long.bitCount(filter.having(made.id(random, n++), -1L));
    }
    double expected = ERRS * asked * PartFilter.PARTS;
    // Six standard deviations of a Poisson variable, to either side.
    assertThat((double) named).isBetween(expected - 6 * Math.sqrt(expected), expected + 6 * Math.sqrt(expected));
  }

  @Property(tries = 20)
  void only_parts_that_were_asked_for_are_named(@ForAll Random random) {
    PartFilter filter = new PartFilter(new Parts(LogSchema.LOG, 3));
    UUID id = new UUID(random.nextLong(), random.nextLong());
    for (int part = 0; part < PartFilter.PARTS; part++) {
      filter.add(part, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
    long among = random.nextLong();
    assertThat(filter.having(id, among)).isEqualTo(among);
  }
}
