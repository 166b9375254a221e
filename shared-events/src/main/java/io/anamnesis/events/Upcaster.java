package io.anamnesis.events;

import tools.jackson.databind.node.ObjectNode;

/** Lifts the payload of one type from one revision to the next. Pure; a chain of them reaches the newest revision. */
public interface Upcaster {
  String type();

  int fromRevision();

  /** Says what the payload was like before, for the catalogue; nothing is decoded into it. */
  Class<? extends Record> before();

  /** The payload one revision on; may change and return its argument. */
  ObjectNode upcast(ObjectNode payload);
}
