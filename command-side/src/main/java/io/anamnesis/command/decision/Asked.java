package io.anamnesis.command.decision;

import io.anamnesis.events.CanonicalJson;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A person's command before it is decided.
 *
 * @param command its identity: with a key the same for each repetition, else one of its own
 * @param subject whom it concerns; the empty text if nobody
 * @param content base64url HMAC of the body; null where nothing is compared: without a key, and once the person it concerns was
 *     erased
 * @param actor who asks
 * @param isRepeatable whether the caller can ask for the same command again
 */
public record Asked(UUID command, String subject, @Nullable String content, String actor, boolean isRepeatable) {
  /** The header. */
  public static final String KEY = "Idempotency-Key";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /** With a content it is repeatable, without one it is not. */
  public Asked(UUID command, String subject, @Nullable String content, String actor) {
    this(command, subject, content, actor, content != null);
  }

  /**
   * @param path of the request, without the query
   * @param key the {@value #KEY} of the request; null without one
   * @throws io.anamnesis.web.ProblemException if the key is none
   */
  public static Asked of(Caller caller, String path, @Nullable String key, String subject, JsonNode body,
      PersonalData personal) {
    if (key == null) {
      return new Asked(UUID.randomUUID(), subject, null, caller.name());
    }
    if (!FORM.matcher(key).matches()) {
      throw Problem.of(ProblemType.INVALID).field(KEY).detail("problem.invalid.key").exception();
    }
    personal.prepare(List.of(subject));
    String content = personal.contentMac(subject, CanonicalJson.bytes(body)).orElse(null);
    return new Asked(DecisionId.command(caller.name(), path, key), subject, content, caller.name(), true);
  }

  /** The same, once what was asked for has told whom it concerns. */
  public Asked about(String whom) {
    return new Asked(command, whom, content, actor, isRepeatable);
  }

  /** Id of the first event that is decided for it in a stream. */
  public UUID firstEvent(String stream) {
    return DecisionId.ofCommand(command, stream, 0);
  }

  /**
   * @param recorded content of the decision that was taken under the same key before
   * @throws io.anamnesis.web.ProblemException {@code key-reused} if something else was asked for then
   */
  public void checkSame(@Nullable String recorded) {
    if (content != null && !content.equals(recorded)) {
      throw Problem.of(ProblemType.KEY_REUSED).field(KEY).exception();
    }
  }
}
