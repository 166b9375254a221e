package io.anamnesis.command.intake;

import io.anamnesis.eventstore.NewEvent;

/** What can be committed: a sealed fact, or a rejection that goes to quarantine. */
sealed interface Ready permits Ready.Candidate, Rejection {

  /**
   * A sealed fact on its way into the log.
   *
   * @param content HMAC of its content, by which a repeat is told from a conflict
   */
  record Candidate(ParsedFact fact, NewEvent event, String content) implements Ready {}
}
