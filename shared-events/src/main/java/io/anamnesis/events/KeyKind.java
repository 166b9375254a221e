package io.anamnesis.events;

/** The two keys of a person. They are destroyed at different times, so that history can outlive reachability. */
public enum KeyKind {
  /** Phone, e-mail, address, outside identities, free text that is not clinical. */
  CONTACT,
  /** Name, birth date, id numbers, clinical text, and whatever no schema has marked clear. */
  RECORD
}
