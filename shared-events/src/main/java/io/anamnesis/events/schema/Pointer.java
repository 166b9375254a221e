package io.anamnesis.events.schema;

import io.anamnesis.events.schema.InvalidSchema.Kind;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** A place in a schema, as a JSON Pointer (RFC 6901). */
record Pointer(String text) {
  static final Pointer ROOT = new Pointer("");

  Pointer to(String member) {
    return new Pointer(text + "/" + member.replace("~", "~0").replace("/", "~1"));
  }

  InvalidSchema fault(Kind kind, String... arguments) {
    return new InvalidSchema(kind, text, arguments);
  }

  void expect(boolean holds, String what) throws InvalidSchema {
    if (!holds) {
      throw fault(Kind.EXPECTED, what);
    }
  }

  /** One that is not read is no slip that may be passed over: it would promise what nobody holds. */
  void keyword(String keyword, Set<String> known) throws InvalidSchema {
    if (!known.contains(keyword)) {
      throw to(keyword).fault(Kind.UNKNOWN_KEYWORD, keyword, String.join(", ", new TreeSet<>(known)));
    }
  }

  void require(ObjectNode object, String keyword) throws InvalidSchema {
    if (!object.has(keyword)) {
      throw to(keyword).fault(Kind.MISSING_KEYWORD, keyword);
    }
  }
}
