package io.anamnesis.command.loyalty.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Money;
import io.anamnesis.events.loyalty.RewardTerms;
import io.anamnesis.events.loyalty.VoucherTerms;
import io.anamnesis.eventstore.axon.SnapshotCodec;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** A shelf read from a snapshot is the one that it was taken of; jqwik prints the seed of a failure. */
class ShelfProperties {
  @Property(tries = 300)
  void a_shelf_comes_back_from_a_snapshot_as_it_was(@ForAll long seed) {
    Random random = new Random(seed);
    Shelf shelf = new Shelf(perhaps(random, ShelfProperties::terms), random.nextLong(), random.nextBoolean(),
        random.nextLong());
    assertThat(SnapshotCodec.read(SnapshotCodec.write(shelf), Shelf.class)).isEqualTo(shelf);
  }

  private static Shelf.Terms terms(Random random) {
    return new Shelf.Terms("茶 \"1\" " + random.nextInt(), random.nextLong(), random.nextLong(),
        new RewardTerms(perhaps(random, ShelfProperties::money), perhaps(random, Random::nextInt),
            perhaps(random, ShelfProperties::money), perhaps(random,
                days -> new VoucherTerms(perhaps(days, Random::nextInt), perhaps(days, Random::nextInt)))));
  }

  private static Money money(Random random) {
    return new Money(BigDecimal.valueOf(random.nextLong(1_000_000_000L), random.nextInt(5)),
        Currency.getInstance(random.nextBoolean() ? "CNY" : "JPY"));
  }

  private static <T> @Nullable T perhaps(Random random, Function<Random, T> made) {
    return random.nextInt(3) == 0 ? null : made.apply(random);
  }
}
