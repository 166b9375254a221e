package io.anamnesis.events;

/** A payload of a type that this build does not know was to be decoded. Readers decode declared types only. */
public final class UnknownType extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public UnknownType(String type) {
    super("event type " + type + " is not in the catalogue of this build: deploy a build that knows it");
  }
}
