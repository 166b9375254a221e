package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Shape;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Personal data at the edges: sealed before it reaches the log, unsealed when it is shown to one who may see it. Every
 * subject has two keys of its own ({@link KeyKind}), made at first use, wrapped by a key-encryption key that is no part of the database.
 * {@link PersonKeys} destroys them.
 */
public interface PersonalData {

  /** Makes sure that the subjects have keys, with one round trip for all that are new. */
  void prepare(Collection<String> subjects);

  /**
   * The payload with every personal field, and every field that the type's schema does not know, as ciphertext, or as JSON null where
   * the key is destroyed: a late fact about an erased person is recorded, and nothing personal comes in with it. Changes nothing in its
   * argument.
   *
   * @param subject the empty text for what concerns nobody
   * @param place the payload's own; its type tells which fields are personal
   */
  ObjectNode seal(String subject, Place place, ObjectNode clear);

  /**
   * As {@link #seal(String, Place, ObjectNode)}, for what has not the form that the catalogue tells of the type: as its form is data, or as
   * it is a part of an event.
   *
   * @param place where the object will stand
   */
  ObjectNode seal(String subject, Place place, Shape.Members shape, ObjectNode clear);

  /**
   * The tree with every ciphertext sealed where it stands now, and JSON null for what can no longer be opened. What is sealed there already
   * stays as it is.
   *
   * @param place where the tree stands
   */
  JsonNode bind(String subject, Place place, JsonNode sealed);

  /** The tree with every ciphertext opened; what can no longer be opened (key destroyed) is JSON null. */
  JsonNode unseal(String subject, JsonNode sealed);

  /** The clear JSON value; empty when the key is gone. */
  Optional<JsonNode> unseal(String subject, Sealed sealed);

  /** base64url HMAC under the subject's record key: equal content gives equal text; empty once the key is destroyed. */
  Optional<String> contentMac(String subject, byte[] canonicalContent);

  /** Keyed blind index of a value, under the installation's index key; normalised by the kind. */
  byte[] blindIndex(IndexKind kind, String clear);

  /**
   * What stands for a customer in whatever leaves for analysis: {@code p} and 32 hexadecimal digits, the same for a customer
   * in all of it. Whom it stands for only one can tell who holds this installation's key for pseudonyms and guesses the
   * number. A subject that is no person ({@code site:<site>}) stands for itself.
   */
  String pseudonym(String subject);

  /** Text that only this installation can read again, such as a place in a list that a client keeps; URL-safe. */
  String conceal(String text);

  /** What {@link #conceal} concealed; empty for what it did not. */
  Optional<String> disclose(String concealed);

  /** A rejected line as ciphertext under the quarantine's own key. */
  byte[] sealQuarantine(byte[] clear);

  /** What {@link #sealQuarantine} sealed. */
  byte[] openQuarantine(byte[] sealed);

  /** What can be searched for. */
  enum IndexKind {
    PHONE, NAME, NATIONAL_ID,
    /** The code of a voucher, as its own reader writes it. */
    VOUCHER
  }
}
