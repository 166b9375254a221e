package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log keeps beside a payload.
 *
 * @param source of a fact: the CloudEvents source
 * @param id of a fact: the CloudEvents id
 * @param content of a fact: base64url HMAC of its canonical content under the person's record key; of a decision taken for a
 *     command that may be repeated: the same of what was asked
 * @param causedBy of a decision: the event id of its cause
 * @param policy of a decision: the policy that took it
 * @param actor who sent or decided: a client or staff id of the token, never a customer's data
 * @param birthYear coarse attribute in clear, for figures that outlive erasure
 * @param gender coarse attribute in clear, for figures that outlive erasure
 * @param original of a correction or withdrawal: the event that it is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metadata(@Nullable String source, @Nullable String id, @Nullable String content, @Nullable UUID causedBy,
    @Nullable String policy, @Nullable String actor, @Nullable Integer birthYear, @Nullable String gender,
    @Nullable Original original) {

  public static final Metadata NONE = new Metadata(null, null, null, null, null, null, null, null, null);

  public static Metadata ofDecision(@Nullable UUID causedBy, @Nullable String policy, @Nullable String actor) {
    return new Metadata(null, null, null, causedBy, policy, actor, null, null, null);
  }

  public Metadata with(@Nullable String newContent) {
    return new Metadata(source, id, newContent, causedBy, policy, actor, birthYear, gender, original);
  }
}
