package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.PrivateFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;

/** A Tink keyset in a file. */
record KekInFile(PrivateFile file) implements KeptKek {

  KekInFile(Path path) {
    this(new PrivateFile(path, "the key-encryption key"));
  }

  @Override
  public boolean exists() {
    return file.exists();
  }

  @Override
  public void make() {
    file.create(Keyset.generate().text());
  }

  @Override
  public Keyset read() {
    return parsed(file.read(), where());
  }

  static Keyset parsed(String text, String where) {
    try {
      return Keyset.parse(text);
    } catch (GeneralSecurityException damaged) {
      throw new IllegalStateException(
          "the key-encryption key is no Tink keyset for AEAD with the output prefix TINK: " + where, damaged);
    }
  }

  @Override
  public Keyset renewed(WrappingKeys now, Consumer<byte[]> announced) {
    Keyset both = ((Keyset) now).withNewPrimary();
    announced.accept(both.prefix());
    file.replace(both.text());
    return both;
  }

  @Override
  public void dropOthers(WrappingKeys all) {
    file.replace(((Keyset) all).primaryAlone().text());
    // One of a rotation that was killed would hold an old key.
    file.deleteDrafts();
  }

  @Override
  public String where() {
    return file.path().toString();
  }
}
