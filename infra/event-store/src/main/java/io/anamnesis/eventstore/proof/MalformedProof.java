package io.anamnesis.eventstore.proof;

/** What was given is no hash, note, checkpoint or key at all: it cannot be judged, neither as true nor as false. */
public final class MalformedProof extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** @param what is wrong; holds nothing that was given, but for names of keys */
  MalformedProof(String what) {
    super(what);
  }
}
