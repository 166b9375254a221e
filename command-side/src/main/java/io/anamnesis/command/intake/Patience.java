package io.anamnesis.command.intake;

import java.time.Duration;

/** How long a writer waits for a log that has too much to do, before it tells its caller to come again. */
record Patience(Duration limit) {
  /** For a caller who can be asked to repeat one fact. */
  static final Patience NONE = new Patience(Duration.ZERO);

  /** For a stream, which would have to be sent again from its beginning. */
  static final Patience OF_A_STREAM = new Patience(Duration.ofSeconds(60));
}
