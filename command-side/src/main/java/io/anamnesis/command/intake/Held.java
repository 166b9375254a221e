package io.anamnesis.command.intake;

import io.anamnesis.command.intake.Ready.Candidate;
import io.anamnesis.events.MetadataCodec;
import io.anamnesis.eventstore.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * A fact as the log holds it, as far as a repeat is compared with it.
 *
 * @param content HMAC of its content; under the subject's key, hence comparable only with one of the same subject, and with none once that key
 *     is destroyed
 * @param fresh whether it was appended just now
 */
record Held(long position, @Nullable String subject, @Nullable String content, boolean fresh) {

  static Held fresh(long position, Candidate candidate) {
    return new Held(position, candidate.fact().subject(), candidate.content(), true);
  }

  static Held before(StoredEvent existing) {
    return new Held(existing.position(), existing.subject(), MetadataCodec.decode(existing.metadata()).content(),
        false);
  }

  boolean hasContentOf(Candidate candidate) {
    return candidate.fact().subject().equals(subject)
        && (candidate.content() == null || candidate.content().equals(content));
  }
}
