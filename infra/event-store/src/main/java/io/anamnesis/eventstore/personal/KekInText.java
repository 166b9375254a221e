package io.anamnesis.eventstore.personal;

import java.util.function.Consumer;

/** A Tink keyset that a process was told. */
record KekInText(String keyset) implements KeptKek {
  private static final String KEPT_ELSEWHERE =
      "a key-encryption key that is given as text is changed by who gives it; put it into a file to have it rotated";

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public void make() {
    throw new IllegalStateException(KEPT_ELSEWHERE);
  }

  @Override
  public Keyset read() {
    return KekInFile.parsed(keyset, where());
  }

  @Override
  public Keyset renewed(WrappingKeys now, Consumer<byte[]> announced) {
    throw new IllegalStateException(KEPT_ELSEWHERE);
  }

  @Override
  public void dropOthers(WrappingKeys all) {
    throw new IllegalStateException(KEPT_ELSEWHERE);
  }

  @Override
  public String where() {
    return "the text in ANAMNESIS_KEK";
  }

  /** Never what it holds. */
  @Override
  public String toString() {
    return "KekInText";
  }
}
