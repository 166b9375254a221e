package io.anamnesis.events;

/** A reader met a revision of a declared type that it does not know. It must stop: reading on would lose meaning. */
public final class UnknownRevision extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public UnknownRevision(String type, int revision, int newestKnown) {
    super("event type " + type + " has revision " + revision + " in the log, this build knows up to " + newestKnown
        + ": deploy a build that knows it");
  }
}
