package io.anamnesis.eventstore.personal;

/** The way out for who has lost the erasure list, and its copies. */
public final class ErasureListRecovery {
  private ErasureListRecovery() {}

  /**
   * Writes the list anew from what the key database knows, to the byte as it was. It is for a person to say that the database was not set
   * back since the list was lost: what was destroyed after it is on no list then, until a start of the command side finds it in the log.
   *
   * @return how many keys are on it
   * @throws IllegalStateException if there is a list, or the database holds no keys
   */
  public static int rewrite(KeyStore store) {
    KeySchema.refuseUnlessUsable(store.database());
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
