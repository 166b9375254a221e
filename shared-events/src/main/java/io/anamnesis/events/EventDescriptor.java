package io.anamnesis.events;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What is known about one event type: its name, its newest revision, its record, and rules derived from the record. */
public final class EventDescriptor {
  private static final String SITE_PREFIX = "site:";

  private final String type;
  private final int revision;
  private final boolean fact;
  private final boolean ofSite;
  private final Class<? extends CustomerEvent> recordType;
  private final RecordLayout layout;
  private final Shape.Members shape;

  EventDescriptor(String type, int revision, boolean fact, boolean ofSite, Class<? extends CustomerEvent> recordType,
      RecordLayout layout) {
    this.type = type;
    this.revision = revision;
    this.fact = fact;
    this.ofSite = ofSite;
    this.recordType = recordType;
    this.layout = layout;
    this.shape = layout.shape();
  }

  /** The stable name, to the letter as a source or the log has it. */
  public String type() {
    return type;
  }

  /** The newest revision of the payload: the one that is written. */
  public int revision() {
    return revision;
  }

  /** True for what a source tells, false for what this system decides. */
  public boolean isFact() {
    return fact;
  }

  /** True for what concerns a site and no customer. */
  public boolean ofSite() {
    return ofSite;
  }

  /** True for what concerns a customer, its subject. */
  public boolean ofCustomer() {
    Decision decision = recordType.getAnnotation(Decision.class);
    return !ofSite && (decision == null || decision.ofCustomer());
  }

  /** True for a type {@code x.<anything>}. */
  public boolean isExtension() {
    return recordType == ExtensionFact.class;
  }

  /** The record that a payload is decoded into. */
  public Class<? extends CustomerEvent> recordType() {
    return recordType;
  }

  /** What of the payload is stored readable, and what under which key. */
  public Shape.Members shape() {
    return shape;
  }

  /** Whether an event of this type may be about the subject: a customer number, or {@code site:<site>}. */
  public boolean acceptsSubject(String subject) {
    return ofSite
        ? subject.startsWith(SITE_PREFIX) && CustomerId.isValid(subject.substring(SITE_PREFIX.length()))
        : CustomerId.isValid(subject);
  }

  /** What {@link #acceptsSubject} expects, as a sentence. */
  public String expectedSubject() {
    return ofSite
        ? "\"site:\" and a site of 1 to 64 of A-Z a-z 0-9 . _ - is expected"
        : "a customer number of 1 to 64 of A-Z a-z 0-9 . _ - is expected";
  }

  /**
   * Judges a payload from outside, before anything of it is sealed.
   *
   * @return every problem: what is present in the order of the document, then what its object lacks; empty if the
   *         payload may be recorded
   */
  public List<FieldProblem> validate(ObjectNode clear) {
    return PayloadCheck.problems(layout, clear);
  }

  /**
   * Revisions of a type {@code x.…} are data, and all of one form: any JSON object.
   *
   * @throws UnknownRevision if this build knows no such revision
   */
  void mustKnow(int asked) {
    if (asked < 1 || (asked > revision && !isExtension())) {
      throw new UnknownRevision(type, asked, revision);
    }
  }

  RecordLayout layout() {
    return layout;
  }

  @Override
  public String toString() {
    return type + " r" + revision;
  }
}
