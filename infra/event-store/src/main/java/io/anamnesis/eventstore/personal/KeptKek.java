package io.anamnesis.eventstore.personal;

import java.util.function.Consumer;

/** The key-encryption key where it is kept, so that it can be read anew and, but for one that is told as text, renewed. */
interface KeptKek {

  static KeptKek of(KekSource source) {
    return switch (source) {
      case KekSource.InFile(var path) -> new KekInFile(path);
      case KekSource.InText(var text) -> new KekInText(text);
      case KekSource.InToken token -> new KekInToken(token);
    };
  }

  boolean exists();

  /** Makes the first one. If another process makes it at the same moment, that counts: this one has wrapped nothing yet. */
  void make();

  /** @throws IllegalStateException if there is none, or it is of no use; the message says what to do */
  WrappingKeys read();

  /**
   * Puts a new key before those of now.
   *
   * @param announced is told the prefix of the new key before anybody can read it
   */
  WrappingKeys renewed(WrappingKeys now, Consumer<byte[]> announced);

  /** Destroys all but the one that wraps: what they wrapped is closed for good. */
  void dropOthers(WrappingKeys all);

  /** For messages. */
  String where();
}
