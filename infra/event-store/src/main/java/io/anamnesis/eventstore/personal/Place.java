package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Where in the log a value is sealed: in which event, and where in it. Its {@link #mark} stands in the ciphertext, and is a part of what the
 * ciphertext is authenticated with. The form of a mark is in {@code docs/reference/leaf.md}: whoever has the event can
 * tell by it, without any key, whether a ciphertext stands where it was sealed.
 *
 * @param revision as stored
 * @param pointer JSON pointer (RFC 6901) into the payload as stored; into the metadata with {@code metadata} before it
 */
public record Place(UUID eventId, String type, int revision, String pointer) {
  static final int BYTES = 16;

  private static final byte[] TAG = "anamnesis-place/v1\n".getBytes(StandardCharsets.US_ASCII);
  private static final UUID UNKNOWN = new UUID(0, 0);
  private static final String METADATA = "metadata";

  /** The whole payload. */
  public static Place of(UUID eventId, String type, int revision) {
    return new Place(eventId, type, revision, "");
  }

  public static Place of(StoredEvent event) {
    return of(event.eventId(), event.type(), event.revision());
  }

  public static Place of(NewEvent event) {
    return of(event.eventId(), event.type(), event.revision());
  }

  /** In an event that has no id yet. What is sealed there must pass through {@link Binding} on its way into the log. */
  public static Place underWay(String type) {
    return of(UNKNOWN, type, 0);
  }

  /** The whole metadata of the same event. */
  public Place inMetadata() {
    return new Place(eventId, type, revision, METADATA);
  }

  /** Whether a {@link #pointer} is one into the metadata. */
  static boolean isInMetadata(String pointer) {
    return pointer.startsWith(METADATA);
  }

  /** The member of an object that is here. */
  public Place at(String member) {
    return new Place(eventId, type, revision, pointer + "/" + member.replace("~", "~0").replace("/", "~1"));
  }

  /** The element of an array that is here. */
  public Place at(int index) {
    return new Place(eventId, type, revision, pointer + "/" + index);
  }

  /** The first 16 bytes of a SHA-256 over all of it, every text with its length before it. */
  byte[] digest() {
    byte[] typeText = type.getBytes(StandardCharsets.UTF_8);
    byte[] pointerText = pointer.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(TAG.length + 28 + typeText.length + pointerText.length).put(TAG)
        .putLong(eventId.getMostSignificantBits()).putLong(eventId.getLeastSignificantBits()).putInt(typeText.length)
        .put(typeText).putInt(revision).putInt(pointerText.length).put(pointerText);
    return Arrays.copyOf(sha256().digest(all.array()), BYTES);
  }

  /** As it stands in a ciphertext: base64url without padding. */
  public String mark() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
