package io.anamnesis.eventstore.axon;

/**
 * Keys of Axon metadata that reach the log. Put on a command message, they are copied to the events that the command
 * publishes ({@link DerivedEventIds}); all values are text.
 */
public final class EventMetadata {
  /** Whom the event concerns. */
  public static final String SUBJECT = "anamnesis.subject";
  /** Event id (a UUID as text) of the cause. */
  public static final String CAUSED_BY = "anamnesis.causedBy";
  /** Name of the policy that decided. */
  public static final String POLICY = "anamnesis.policy";
  /** Who sent the command: a client or staff id of the token. */
  public static final String ACTOR = "anamnesis.actor";
  /** When it happened, ISO-8601 instant: the cause's; without it, the instant of the event message. */
  public static final String OCCURRED_AT = "anamnesis.occurredAt";

  /**
   * Identity (a UUID as text) of a person's command: the ids of its events follow from it, so that the log refuses a
   * repetition whole. It is not recorded.
   */
  public static final String COMMAND = "anamnesis.command";
  /** What the command asks, as base64url HMAC: tells a repetition from another command under the same identity. */
  public static final String CONTENT = "anamnesis.content";

  /**
   * On an event alone: the name by which what a command decided is known, in place of its stream. For a command whose stream
   * follows from what it asks: else the same identity, asking something else, would be taken for another command. It is not
   * recorded.
   */
  public static final String KNOWN_BY = "anamnesis.knownBy";

  private EventMetadata() {}
}
