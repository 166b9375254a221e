package io.anamnesis.command.intake;

import org.jspecify.annotations.Nullable;

/** The events of a request, one after the other, in the order in which they came. One reader for each media type. */
interface FactReader {

  /** The next event; null after the last, however often it is asked. */
  @Nullable
  RawFact next();
}
