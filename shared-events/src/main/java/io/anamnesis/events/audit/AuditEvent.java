package io.anamnesis.events.audit;

import static io.anamnesis.events.FieldClass.FREE_TEXT;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a source says later about a fact that it told earlier: its last word counts, by position. Only the same source may,
 * and only about a fact that is neither a correction nor a withdrawal. Which event it is about is in the metadata
 * ({@link io.anamnesis.events.Metadata#original}), put there by the intake; {@link io.anamnesis.events.CorrectedFact} reads it.
 */
public sealed interface AuditEvent extends CustomerEvent {

  /** The fact that it is about, as its source names it. */
  Reference about();

  /**
   * The fact says something else from now on, and happened when it did.
   *
   * @param data the whole new content, sealed field by field as a payload of the corrected fact's type is. Of revision 1 it
   *     is sealed as a whole and nothing can be done with it: such a correction is history without effect
   */
  @Fact(value = "fact.corrected", revision = 2)
  record FactCorrected(Reference corrects, ObjectNode data) implements AuditEvent {
    @Override
    public Reference about() {
      return corrects;
    }
  }

  /** The fact counts as never told from now on, unless a later correction tells it anew. */
  @Fact("fact.withdrawn")
  record FactWithdrawn(Reference withdraws, @Personal(FREE_TEXT) @Nullable Sealed reason) implements AuditEvent {
    @Override
    public Reference about() {
      return withdraws;
    }
  }

  /** The identity of a fact. */
  record Reference(String source, String id) {}
}
