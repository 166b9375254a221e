package io.anamnesis.eventstore.personal;

import java.nio.file.Path;
import javax.sql.DataSource;

/** The parts of a key store, where a test has to do with one of them. The schema must be there. */
final class KeysUnderTest {
  private KeysUnderTest() {}

  static SubjectKeys open(KeyStore store, int cached) {
    KeyEncryptionKey wrapping = KeyEncryptionKey.open(store.kek(), true);
    ErasureMarks marks = marks(store.database(), wrapping);
    Erasures erasures = Erasures.open(store.database(), marks, new ErasureList(store.erasureList(), marks.installation()));
    return new SubjectKeys(store.database(), wrapping, erasures, cached);
  }

  static ErasureMarks marks(DataSource database, KeyEncryptionKey wrapping) {
    return new ErasureMarks(SiteKeys.get(database, wrapping, "blind-index"));
  }

  static ErasureList list(DataSource database, Path kek) {
    KeyStore store = KeyStore.of(database, kek);
    return new ErasureList(store.erasureList(), marks(database, KeyEncryptionKey.open(store.kek(), true)).installation());
  }
}
