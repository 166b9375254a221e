package io.anamnesis.events;

import tools.jackson.databind.node.ObjectNode;

/** Lifts the payload of one type from one revision to the next. Pure; a chain of them reaches the newest revision. */
public interface Upcaster {
  String type();

  int fromRevision();

  /** The payload one revision on; may change and return its argument. */
  ObjectNode upcast(ObjectNode payload);
}
