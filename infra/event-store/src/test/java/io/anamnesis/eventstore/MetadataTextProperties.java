package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class MetadataTextProperties {
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());

  @Property(tries = 500)
  void what_was_written_reads_as_it_was(@ForAll Random random) {
    Metadata given = new Metadata(text(random), text(random), text(random),
        random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()) : null, text(random), text(random),
        random.nextBoolean() ? random.nextInt(-10_000, 10_000) : null, text(random));
    assertThat(DECODER.metadata(stored(EventDecoder.encode(given)))).isEqualTo(given);
  }

  private static @Nullable String text(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> "id-" + random.nextInt();
      default -> random.ints(random.nextInt(20), 0, 0xd800).mapToObj(Character::toString)
          .reduce("", String::concat);
    };
  }

  private static StoredEvent stored(String metadata) {
    return new StoredEvent(1, new UUID(0, 1), null, null, null, "signin.made", 1, Instant.EPOCH, Instant.EPOCH, "{}",
        metadata);
  }
}
