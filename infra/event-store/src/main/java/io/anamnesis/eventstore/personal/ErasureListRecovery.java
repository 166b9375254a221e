package io.anamnesis.eventstore.personal;

/** The way out for who has lost the erasure list, and its copies. */
public final class ErasureListRecovery {
  private ErasureListRecovery() {}

  /**
   * Writes the list anew from what the key database knows, to the byte as it was. It is for a person to say that the database was not set
   * back since the list was lost: what was destroyed after it would be on no list any more.
   *
   * @return how many keys are on it
   * @throws IllegalStateException if there is a list
   */
  public static int rewrite(KeyStore store) {
    KeyEncryptionKey wrapping = KeyEncryptionKey.open(store.kek(), true);
    ErasureMarks marks = TinkPersonalData.marks(store.database(), wrapping);
    ErasureList list = new ErasureList(store.erasureList(), marks.installation());
    if (list.exists()) {
      throw new IllegalStateException("the erasure list " + list.path()
          + " is there, and may tell of more than the database does: it is not written over; move it away first");
    }
    return Erasures.rewrite(store.database(), list);
  }
}
