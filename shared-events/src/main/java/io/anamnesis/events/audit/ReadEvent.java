package io.anamnesis.events.audit;

import static io.anamnesis.events.FieldClass.READERS_WORDS;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who was shown whose data. The subject is the customer whose data it was, and null where nobody can tell, as of a line that a
 * source sent and that could not be read. These events are in the log of reads, and in no other.
 */
public sealed interface ReadEvent extends CustomerEvent {

  /**
   * An answer was about to leave. It is recorded before its first byte does: what is not here was not shown.
   *
   * @param answer one id for all customers who are in one answer
   * @param reader who asked: the subject of the token, a client or a member of staff
   * @param scopes of the token
   * @param sites that the token is limited to; null where it covers all
   * @param method of HTTP
   * @param route the path's template, never a value
   * @param status of HTTP, of the answer
   * @param problem code of the problem that it tells; null where it tells none
   * @param shown what the answer tells of personal data
   * @param sealedUnder whose key keeps purpose and reason; null where there is neither
   * @param purpose why, as the reader has stated it
   * @param breakGlass why somebody reads whom the token's sites do not cover, as the reader has stated it
   */
  @Decision("audit.data-read")
  record DataRead(String answer, String reader, List<String> scopes, @Nullable List<String> sites, String method,
      String route, int status, @Nullable String problem, Shown shown, @Nullable Keeper sealedUnder,
      @Personal(READERS_WORDS) @Nullable Sealed purpose, @Personal(READERS_WORDS) @Nullable Sealed breakGlass)
      implements
        ReadEvent {}

  /** What of personal data an answer told. */
  enum Shown {
    /** Itself. */
    CLEAR,
    /** That there is some. */
    MASKED,
    /** Nothing: it has no personal field, or it is a refusal. */
    NONE
  }

  /** Whose key seals the reader's words. */
  enum Keeper {
    /** The customer's, who may be named in them: they end with it. */
    CUSTOMER,
    /** The hospital's own: the customer has no key, as nothing is recorded of him, or none any more. */
    HOSPITAL
  }
}
