package io.anamnesis.query.audit.reads;

import io.anamnesis.events.Sealed;
import io.anamnesis.events.audit.ReadEvent.Keeper;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What readers have stated, for whoever may know it. */
record StatedWords(PersonalData personal, boolean inClear) {
  private static final String MASK = "***";
  private static final String NOBODY = "";

  /** Null where nothing was stated, where the key is gone, and where it was moved from another read. */
  @Nullable
  String of(ReadHistory.Entry entry, @Nullable Sealed stated) {
    if (stated == null || !entry.isWhole()) {
      return null;
    }
    if (!inClear) {
      return MASK;
    }
    String keeper = entry.read().sealedUnder() == Keeper.CUSTOMER
        ? Objects.requireNonNull(entry.recorded().subject())
        : NOBODY;
    return personal.unseal(keeper, stated).map(JsonNode::stringValue).orElse(null);
  }
}
