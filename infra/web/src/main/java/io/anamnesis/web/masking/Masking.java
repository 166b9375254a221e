package io.anamnesis.web.masking;

import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonalData;

/** Gives whoever answers the means to show personal data as the {@link MaskingTable} lets the caller see it, and no other. */
public final class Masking {
  private final PersonalData keys;
  private final PersonKeys personKeys;

  public Masking(PersonalData keys, PersonKeys personKeys) {
    this.keys = keys;
    this.personKeys = personKeys;
  }

  /** For the caller of the request at hand. */
  public Reveal of(String subject) {
    return of(subject, Sight.current());
  }

  /**
   * For who is to see the answer.
   *
   * @param subject whose data it is; the empty text for what concerns nobody
   */
  public Reveal of(String subject, Sight sight) {
    if (sight.isToReflect()) {
      personKeys.askAnew();
    }
    return new Reveal(keys, subject, sight,
        !subject.isEmpty() && sight.heedsRestriction() && personKeys.isRestricted(subject));
  }

  /** What tells whether a value changed; nothing that is read with it is shown to anybody. */
  public Reveal toCompare(String subject) {
    return new Reveal(keys, subject, Sight.toCompare(), false);
  }
}
