package io.anamnesis.standalone.verify;

/** What ends as the archive of a bundle does can no longer be opened as one. */
final class AlteredArchive extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlteredArchive(Throwable cause) {
    super("the archive was altered: it cannot be opened any more", cause);
  }
}
