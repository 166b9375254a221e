package io.anamnesis.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The chains of upcasters, checked to be whole: from every earlier revision to the newest, one step each. */
final class Upcasters {
  private record Step(String type, int fromRevision) {}

  private final Map<Step, Upcaster> steps = new HashMap<>();

  Upcasters(List<Upcaster> upcasters, Map<String, EventDescriptor> types) {
    for (Upcaster upcaster : upcasters) {
      if (steps.put(new Step(upcaster.type(), upcaster.fromRevision()), upcaster) != null) {
        throw new IllegalStateException("two upcasters of " + upcaster.type() + " from " + upcaster.fromRevision());
      }
    }
    int needed = 0;
    for (EventDescriptor descriptor : types.values()) {
      for (int revision = 1; revision < descriptor.revision(); revision++, needed++) {
        if (!steps.containsKey(new Step(descriptor.type(), revision))) {
          throw new IllegalStateException("no upcaster of " + descriptor.type() + " from revision " + revision);
        }
      }
    }
    if (needed != steps.size()) {
      throw new IllegalStateException("an upcaster leads from a revision or type that does not exist");
    }
  }

  /** The payload lifted step by step to the newest revision. */
  ObjectNode toNewest(EventDescriptor descriptor, int revision, ObjectNode payload) {
    ObjectNode lifted = payload;
    for (int from = revision; from < descriptor.revision(); from++) {
      lifted = step(descriptor, from).upcast(lifted);
    }
    return lifted;
  }

  /** What a payload of an earlier revision is like. */
  RecordLayout layoutOf(EventDescriptor descriptor, int revision) {
    Class<? extends Record> before = step(descriptor, revision).before();
    return descriptor.isFact() ? RecordLayout.ofFact(before) : RecordLayout.ofDecision(before);
  }

  private Upcaster step(EventDescriptor descriptor, int from) {
    Upcaster step = steps.get(new Step(descriptor.type(), from));
    if (step == null) {
      throw new IllegalStateException("no upcaster of " + descriptor.type() + " from revision " + from);
    }
    return step;
  }
}
