package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Inclusion;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.Subtree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An event as the log holds it, and its way to the root.
 *
 * @param index of the leaf: one less than the position
 * @param leaf all that the log holds of it, as its leaf in the tree
 */
record ProvenEvent(long index, byte[] leaf, List<Hash> path) {
  private static final Set<String> MEMBERS = Set.of("position", "leaf", "path");
  private static final String FORM = "events.ndjson: a line is not position, leaf and path";

  static ProvenEvent of(byte[] line) {
    JsonNode told = Json.withMembers(Json.parse(line), MEMBERS, FORM);
    JsonNode position = told.get("position");
    if (!position.isIntegralNumber() || !position.canConvertToLong() || position.longValue() < 1) {
      throw new Unreadable(FORM);
    }
    String text = told.get("leaf").stringValue();
    byte[] leaf = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(leaf).equals(text)) {
      throw new Unreadable("base 64 is not in its one form");
    }
    List<Hash> path = new ArrayList<>();
    told.get("path").forEach(hash -> path.add(Hash.parse(hash.stringValue())));
    return new ProvenEvent(position.longValue() - 1, leaf, path);
  }

  long position() {
    return index + 1;
  }

  Hash hash() {
    return MerkleTree.leafHash(leaf);
  }

  boolean leadsTo(long size, Hash root) {
    return Inclusion.verify(hash(), index, size, path, root);
  }

  /** All of a tree of a size, in parts whose hashes are known, from left to right; the path must be one to its root. */
  Map<Part, Hash> parts(long size) {
    Map<Part, Hash> parts = new TreeMap<>();
    parts.put(new Part(index, index + 1), hash());
    List<Subtree> siblings = Inclusion.path(index, size);
    for (int i = 0; i < siblings.size() && i < path.size(); i++) {
      parts.put(new Part(siblings.get(i).from(), siblings.get(i).to()), path.get(i));
    }
    return parts;
  }
}
