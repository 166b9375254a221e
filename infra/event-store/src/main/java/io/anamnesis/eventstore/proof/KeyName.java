package io.anamnesis.eventstore.proof;

/** What a key, and with it a log, may be called (C2SP signed-note). */
final class KeyName {
  private KeyName() {}

  /** @throws MalformedProof if the name is empty or holds a space, a control character or a plus */
  static String checked(String name) {
    boolean isGood = !name.isEmpty() && name.codePoints()
        .noneMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    if (!isGood) {
      throw new MalformedProof("a key's name is not empty and holds neither spaces nor a plus");
    }
    return name;
  }
}
