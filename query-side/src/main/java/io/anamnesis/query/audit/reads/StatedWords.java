package io.anamnesis.query.audit.reads;

import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.audit.ReadEvent.Keeper;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Sight;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What readers have stated, for whoever may know it. */
record StatedWords(Masking masking, Sight sight) {
  private static final String NOBODY = "";

  /** The mask for whom it is not told; null where nothing was stated, where the key is gone, and where it was moved from another read. */
  @Nullable
  String of(ReadHistory.Entry entry, @Nullable Sealed stated) {
    if (stated == null || !entry.isWhole()) {
      return null;
    }
    String keeper = entry.read().sealedUnder() == Keeper.CUSTOMER
        ? Objects.requireNonNull(entry.recorded().subject())
        : NOBODY;
    return masking.of(keeper, sight).text(FieldClass.READERS_WORDS, stated);
  }
}
