package io.anamnesis.eventstore;

import java.util.UUID;

/**
 * The identity of a decision that a policy took, or that was taken for a person's command. It tells nothing of what was decided, so that a second try is refused
 * whole, whatever it would have decided.
 */
public final class DecisionId {
  private static final UUID NAMESPACE = UUID.fromString("5b0f2a1e-7c1d-5d63-9a4b-0f6f0a4be002");

  /** No policy has such a name. */
  private static final String COMMAND = "/command";

  private DecisionId() {}

  /**
   * The identity of a command that may be repeated: the same caller, path and key name the same command.
   *
   * @param caller who sent it
   * @param path to where
   * @param key the caller's own word for it
   */
  public static UUID command(String caller, String path, String key) {
    return NameBasedUuid.of(NAMESPACE, COMMAND, caller, path, key);
  }

  /**
   * An event that was decided for a command.
   *
   * @param ordinal number of the event among those of the same try in the same stream, from 0
   */
  public static UUID ofCommand(UUID command, String stream, int ordinal) {
    return of(COMMAND, command, stream, ordinal);
  }

  /**
   * @param policy name of the policy
   * @param cause event id of the cause
   * @param stream the stream that the decision is recorded in
   * @param ordinal number of the event among those of the same try in the same stream, from 0
   */
  public static UUID of(String policy, UUID cause, String stream, int ordinal) {
    return NameBasedUuid.of(NAMESPACE, policy, cause.toString(), stream, Integer.toString(ordinal));
  }
}
