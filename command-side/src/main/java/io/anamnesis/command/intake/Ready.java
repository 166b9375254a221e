package io.anamnesis.command.intake;

import io.anamnesis.eventstore.NewEvent;
import org.jspecify.annotations.Nullable;

/** What can be committed: a sealed fact, what is said about another one, or a rejection that goes to quarantine. */
sealed interface Ready permits Ready.Candidate, Ready.Statement, Rejection {

  /**
   * A sealed fact on its way into the log.
   *
   * @param content HMAC of its content, by which a repeat is told from a conflict; null once the person was erased: a repeat is the same then,
   *     whatever it says
   */
  record Candidate(ParsedFact fact, NewEvent event, @Nullable String content) implements Ready {}

  /** A correction or a withdrawal, in clear: how it is sealed depends on what it is about, and that may only just be coming in. */
  record Statement(ParsedFact fact, String actor) implements Ready {}
}
