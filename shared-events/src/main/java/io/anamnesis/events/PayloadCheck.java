package io.anamnesis.events;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Judges a clear payload. */
final class PayloadCheck {
  static PayloadCheck of(RecordLayout layout) {
    return new PayloadCheck();
  }

  void check(ObjectNode clear, List<FieldProblem> problems) {
    throw new UnsupportedOperationException("to come");
  }
}
